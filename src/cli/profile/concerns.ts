/** Marks entries that deserve attention, by the rows of `src/model/concerns/concerns.ts`. */
import type { Baseline } from "../../model/baseline/baseline.js";
import { entriesOf } from "../../model/baseline/lists.js";
import { PART_NAMES, type EntryOf, type PartName } from "../../model/baseline/parts.js";
import { concernsOf, CONCERNS, type Concern } from "../../model/concerns/concerns.js";
import { wrapHanging } from "./text.js";

/** These have their own warnings, which say where the program was and what is in it. */
const TOLD_OTHERWISE: ReadonlySet<string> = new Set(["not-in-image", "program-written"]);

/** The warnings of an entry, which make it come first. */
export function concernWarnings<P extends PartName>(part: P, entry: EntryOf<P>): string[] {
  return told(part, entry)
    .filter(({ severity }) => severity !== "low")
    .map(({ label }) => label);
}

/** The notes beside an entry. */
export function concernNotes<P extends PartName>(part: P, entry: EntryOf<P>): string[] {
  return told(part, entry)
    .filter(({ severity }) => severity === "low")
    .map(({ label }) => label);
}

function told<P extends PartName>(part: P, entry: EntryOf<P>): Concern[] {
  return concernsOf(part, entry).filter(({ name }) => !TOLD_OTHERWISE.has(name));
}

/** One line for each concern that makes entries come first, with their number. */
export function formatConcerns(baseline: Baseline, width: number): string[] {
  const counts = new Map<string, number>();
  const count = <P extends PartName>(part: P, entries: readonly EntryOf<P>[]): void => {
    for (const entry of entries) {
      for (const { name } of told(part, entry)) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  };
  for (const part of PART_NAMES) count(part, entriesOf(baseline, part));
  return CONCERNS.filter(({ severity }) => severity !== "low").flatMap(
    ({ name, label, meaning }) => {
      const found = counts.get(name) ?? 0;
      if (found === 0) return [];
      const [first = "", ...rest] = wrapHanging(
        [String(found), "×", `${label}:`, ...meaning.split(" ")],
        width,
      );
      return [`! ${first.trimStart()}`, ...rest];
    },
  );
}
