/**
 * Behaviour that deserves a look in any image: one row each, with its meaning and severity. A row
 * examines a single entry, and does not know what is usual for the image.
 * `scripts/generate-baseline-page.mjs` writes the rows into docs/baseline.md.
 */
import type { EntryOf, PartName } from "../baseline/parts.js";
import type { Concern, Severity } from "./concern.js";
import { FILE_CONCERNS } from "./files.js";
import { compareTexts } from "../order.js";
import { PROCESS_CONCERNS } from "./processes.js";

export type { Concern } from "./concern.js";

const RANKS: readonly Severity[] = ["high", "medium", "low"];

/** The most severe first, then by name. */
export const CONCERNS: readonly Concern[] = [...FILE_CONCERNS, ...PROCESS_CONCERNS].sort(
  (a, b) => RANKS.indexOf(a.severity) - RANKS.indexOf(b.severity) || compareTexts(a.name, b.name),
);

/** The rows that match an entry of a list, the most severe first. */
export function concernsOf<P extends PartName>(part: P, entry: EntryOf<P>): Concern[] {
  return CONCERNS.filter(({ matches }) => matches[part]?.(entry) === true);
}
