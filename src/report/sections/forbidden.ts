/** What the policy forbids, shown before all other concerns. */
import type { Baseline } from "../../model/baseline/baseline.js";
import { entriesOf } from "../../model/baseline/lists.js";
import { PART_NAMES, type EntryOf, type PartName } from "../../model/baseline/parts.js";
import type { Concern } from "../../model/concerns/concerns.js";
import type { Html } from "../html.js";
import { entryRow } from "../section.js";
import type { Worry } from "./concerns.js";

/** Why the policy forbids an entry. */
export interface Forbidden {
  /** `cxray.yaml, line 12` */
  readonly place: string;
  readonly reason: string | null;
  readonly severity: Concern["severity"];
}

/** null: the entry is allowed. */
export type ForbiddenBy = <P extends PartName>(part: P, entry: EntryOf<P>) => Forbidden | null;

/** One for each row of the policy that forbids entries. */
export function forbiddenIn(baseline: Baseline, forbiddenBy: ForbiddenBy): Worry[] {
  const found = new Map<string, { forbidden: Forbidden; rows: Html[] }>();
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- ties the entries to their list
  const look = <P extends PartName>(part: P): void => {
    entriesOf(baseline, part).forEach((entry: EntryOf<P>) => {
      const forbidden = forbiddenBy(part, entry);
      if (forbidden === null) return;
      const known = found.get(forbidden.place) ?? { forbidden, rows: [] };
      found.set(forbidden.place, known);
      known.rows.push(entryRow(part, entry, baseline));
    });
  };
  for (const part of PART_NAMES) look(part);
  return [...found.values()].map(({ forbidden: { place, reason, severity }, rows }) => ({
    concern: {
      label: `Forbidden by ${place}`,
      severity,
      meaning: reason ?? "No emitted file allows it, and no learning takes it in.",
    },
    rows,
  }));
}
