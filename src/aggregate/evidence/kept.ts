/**
 * How much of each list is kept. A container chooses how much it does: a flood fills its own
 * directory, its own tree or its own call, and leaves room for the rest.
 */
import type { EntryOf, PartName } from "../../model/baseline/parts.js";
import { keyFields } from "../../model/baseline/same-entry.js";
import { folderOf, treeOf } from "./places.js";
import type { Bounds } from "./first-texts.js";

export interface Kept<P extends PartName> extends Bounds {
  /**
   * the field that says where an entry is: if a document would be too long, the largest places lose
   * entries
   */
  readonly place: keyof EntryOf<P> & string;
  /** never cut to fit a document: consumers of the list fail if any entry is missing */
  readonly isWhole?: true;
}

type TextOf = (key: string) => string;

/** Parts of a key that consists of several texts separated by NUL: see `textOf`. */
const first: TextOf = (key) => upTo(key, key.indexOf("\0"));
const second: TextOf = (key) => key.split("\0", 2)[1] ?? "";
const firstTwo: TextOf = (key) => upTo(key, key.indexOf("\0", key.indexOf("\0") + 1));

function upTo(key: string, end: number): string {
  return end < 0 ? key : key.slice(0, end);
}

/** @param pathOf extracts the path from a key */
function files(entries: number, tree: number, folder: number, pathOf: TextOf = first): Bounds {
  return {
    entries,
    groups: [
      [tree, (key) => `tree ${treeOf(pathOf(key))}`],
      [folder, (key) => `folder ${folderOf(pathOf(key))}`],
    ],
  };
}

/** Unix sockets are grouped by directory, others by address. */
const ENDS: Bounds = {
  entries: 20_000,
  groups: [
    [18_000, first],
    [5_000, (key) => `${first(key)}\0${folderOf(second(key)) || second(key)}`],
  ],
};

/** Grouped by call, or by another text. */
function calls(groupOf: TextOf = first): Bounds {
  return { entries: 10_000, groups: [[5_000, groupOf]] };
}

/** Lists with bounds of their own. */
const KEPT: { readonly [P in PartName]?: Kept<P> } = {
  executables: { ...files(10_000, 8_000, 4_000), place: "path" },
  filesRead: { ...files(40_000, 30_000, 5_000), place: "path" },
  filesWritten: { ...files(40_000, 30_000, 5_000), place: "path" },
  otherOpens: { ...files(40_000, 30_000, 5_000), place: "path" },
  changes: { ...files(40_000, 30_000, 5_000, second), place: "path" },
  destinations: { ...ENDS, place: "address" },
  listeners: { ...ENDS, place: "address" },
  names: { entries: 20_000, place: "name" },
  "syscalls.workload": { ...calls(), place: "name", isWhole: true },
  "syscalls.start": { ...calls(), place: "name", isWhole: true },
  syscallArguments: { ...calls(firstTwo), place: "call" },
  "refused.executables": { ...files(1_000, 800, 400), place: "path" },
  "refused.syscalls": { ...calls(), place: "name" },
};

/** The bounds of a list. By default, one call (or other first key) may have half of all entries. */
export function keptOf<P extends PartName>(part: P): Kept<P> {
  const [place = ""] = keyFields(part);
  return KEPT[part] ?? { ...calls(), place: place as keyof EntryOf<P> & string };
}

/** Bounds of data that is gathered beside the lists and goes into their entries. */
export const KEPT_BESIDE = {
  /** names of created files, for patterns */
  madeNames: files(40_000, 30_000, 5_000),
  /** scripts by interpreter */
  scripts: files(10_000, 8_000, 4_000, second),
  /** datagrams that may be answers, by run and local port */
  datagrams: { entries: 20_000 },
  /** DNS names, each with one of its addresses */
  ties: { entries: 40_000 },
  /** TLS server names and HTTP requests, by address */
  messages: { entries: 20_000, groups: [[5_000, first]] },
} as const satisfies Record<string, Bounds>;
