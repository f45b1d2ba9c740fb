/** Entries that the policy forbids: they come before all else. */
import type { Baseline } from "../../model/baseline/baseline.js";
import { entriesOf } from "../../model/baseline/lists.js";
import { PART_NAMES, type EntryOf, type PartName } from "../../model/baseline/parts.js";
import { printable } from "../../model/text.js";
import type { Marks } from "../../policy/index.js";
import { wrapHanging } from "./text.js";

const LABEL = "FORBIDDEN";

/** What makes an entry come first. */
export function forbiddenWarnings<P extends PartName>(
  part: P,
  entry: EntryOf<P>,
  marks: Marks | undefined,
): string[] {
  const mark = marks?.(part, entry) ?? null;
  if (mark === null) return [];
  const names = mark.names.length === 0 ? "" : ` as ${mark.names.map(printable).join(", ")}`;
  return [`${LABEL}${names} by ${printable(mark.place)}`];
}

/** A line for each row of the policy that forbids entries, with how many. */
export function formatForbidden(
  baseline: Baseline,
  marks: Marks | undefined,
  width: number,
): string[] {
  if (marks === undefined) return [];
  const rows = new Map<string, { count: number; reason: string }>();
  const count = <P extends PartName>(part: P, entries: readonly EntryOf<P>[]): void => {
    for (const entry of entries) {
      const mark = marks(part, entry);
      if (mark === null) continue;
      const known = rows.get(mark.place) ?? { count: 0, reason: mark.reason ?? NO_REASON };
      known.count += 1;
      rows.set(mark.place, known);
    }
  };
  for (const part of PART_NAMES) count(part, entriesOf(baseline, part));
  return [...rows].flatMap(([place, { count: found, reason }]) => {
    const words = `${LABEL} by ${printable(place)}: ${printable(reason)}`.split(" ");
    const [first = "", ...rest] = wrapHanging([String(found), "×", ...words], width);
    return [`! ${first.trimStart()}`, ...rest];
  });
}

/** What it means, where the row doesn't say why. */
const NO_REASON = "no emitted file allows it, and no learning takes it in";
