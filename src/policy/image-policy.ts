/** The policy for one image: its rows, with their texts parsed. */
import type { ImageIdentity } from "../model/baseline/baseline.js";
import type { EntryOf, PartName } from "../model/baseline/parts.js";
import { globTest } from "../model/glob.js";
import { sortedTexts } from "../model/order.js";
import type { Name } from "./globs-meet.js";
import { NEVER_NAMES, type Names } from "./never-names.js";
import { NEVER_TEXTS, type NameTest } from "./never-texts.js";
import { NEVER_KINDS, type NeverRow, type Policy } from "./policy.js";

/** An entry that a row forbids. */
export interface ForbiddenEntry {
  readonly row: NeverRow;
  /** the texts in it that are forbidden; empty if the whole entry is */
  readonly names: readonly string[];
}

export type Forbids = <P extends PartName>(part: P, entry: EntryOf<P>) => ForbiddenEntry | null;

/** Whether a row applies to the image. */
export function isAbout(
  { images }: { readonly images: readonly string[] },
  image: ImageIdentity,
): boolean {
  if (images.length === 0) return true;
  const names = [image.name, ...image.repositories, ...image.references];
  return images.some((glob) => names.some(globTest(glob)));
}

/** Finds the row that forbids an entry: the first that forbids it as a whole, or else a part of it. */
export function forbidding(policy: Policy | undefined, image: ImageIdentity): Forbids {
  const rows = (policy?.never ?? [])
    .filter((row) => isAbout(row, image))
    .flatMap((row) => {
      const test = NEVER_TEXTS[row.kind].test(row.match);
      return test === null ? [] : [{ row, test }];
    });
  const kinds = NEVER_KINDS.map((kind) => ({
    kind,
    own: rows.filter(({ row }) => row.kind === kind),
  })).filter(({ own }) => own.length > 0);
  return (part, entry) => {
    let inPart: ForbiddenEntry | null = null;
    for (const { kind, own } of kinds) {
      const names = NEVER_NAMES[kind][part]?.(entry);
      const found = names === undefined ? null : firstThat(own, names);
      if (found?.names.length === 0) return found;
      inPart ??= found;
    }
    return inPart;
  };
}

interface TestedRow {
  readonly row: NeverRow;
  readonly test: NameTest;
}

/** The first row that forbids the whole entry, or else the first that forbids a part of it. */
function firstThat(
  rows: readonly TestedRow[],
  { whole, parts = [], access = [] }: Names,
): ForbiddenEntry | null {
  let inPart: ForbiddenEntry | null = null;
  for (const { row, test } of rows) {
    if (row.access.length > 0 && !row.access.some((each) => access.includes(each))) continue;
    const isWhole = parts.some((list) => list.length > 0 && list.every(test));
    if (isWhole || whole.some(test)) return { row, names: [] };
    if (inPart !== null || parts.length === 0) continue;
    const names = namesThat(test, parts.flat());
    if (names.length > 0) inPart = { row, names };
  }
  return inPart;
}

function namesThat(test: NameTest, names: readonly Name[]): string[] {
  return sortedTexts(names.filter(test).map(({ text }) => text));
}
