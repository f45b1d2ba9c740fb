/**
 * PARTS: the lists of a baseline, one row each, in the document's order. A row is named after its
 * list's place in the document. It says when two entries are the same, how two are merged, and how
 * one is described. Code that walks through baselines uses these rows: `same-entry.ts` compares and
 * merges by them, `lists.ts` reads and writes by them.
 */
import { plural } from "../plural.js";
import { printable } from "../text.js";
import { FILE_PARTS } from "./file-parts.js";
import { NETWORK_PARTS } from "./network-parts.js";
import type { EntryOf, PartName, Parts } from "./part.js";
import { REFUSED_PARTS } from "./refused-parts.js";
import { RIGHTS_PARTS } from "./rights-parts.js";

export type { EntryOf, PartName } from "./part.js";

export const PARTS: Parts = {
  ...FILE_PARTS,
  ...NETWORK_PARTS,
  ...RIGHTS_PARTS,
  ...REFUSED_PARTS,
};

export const PART_NAMES = Object.keys(PARTS) as readonly PartName[];

/** `RAN 2 executables` */
export function titleOf(part: PartName, count: number): string {
  const { title, noun } = PARTS[part];
  return title.replace("#", plural(count, noun));
}

/** Describes an entry in one line that is safe to print on a terminal. */
export function describeEntry<P extends PartName>(part: P, entry: EntryOf<P>): string {
  return printable(PARTS[part].words(entry));
}
