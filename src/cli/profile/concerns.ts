/** Entries that deserve a look, by the rows of `src/model/concerns/concerns.ts`. */
import type { Baseline } from "../../model/baseline/baseline.js";
import {
  concernsOf,
  CONCERNS,
  type ConcernPart,
  type Concern,
} from "../../model/concerns/concerns.js";
import type { ConcernEntry } from "../../model/concerns/concern.js";
import { wrapHanging } from "./text.js";

/** Told in words of their own, which say where the program lay and what is in it. */
const TOLD_OTHERWISE: ReadonlySet<string> = new Set(["not-in-image", "program-written"]);

const PARTS = [
  "executables",
  "filesRead",
  "filesWritten",
  "changes",
  "destinations",
  "sockets",
  "capabilities",
  "privileges",
] as const satisfies readonly ConcernPart[];

/** What makes an entry come first. */
export function concernWarnings<P extends ConcernPart>(part: P, entry: ConcernEntry<P>): string[] {
  return told(part, entry)
    .filter(({ severity }) => severity !== "low")
    .map(({ label }) => label);
}

/** What is worth a word beside an entry. */
export function concernNotes<P extends ConcernPart>(part: P, entry: ConcernEntry<P>): string[] {
  return told(part, entry)
    .filter(({ severity }) => severity === "low")
    .map(({ label }) => label);
}

function told<P extends ConcernPart>(part: P, entry: ConcernEntry<P>): Concern[] {
  return concernsOf(part, entry).filter(({ name }) => !TOLD_OTHERWISE.has(name));
}

/** A line for each row that makes entries come first, with how many. */
export function formatConcerns(baseline: Baseline, width: number): string[] {
  const counts = new Map<string, number>();
  const count = <P extends ConcernPart>(part: P, entries: readonly ConcernEntry<P>[]): void => {
    for (const entry of entries) {
      for (const { name } of told(part, entry)) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  };
  for (const part of PARTS) count(part, baseline[part]);
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
