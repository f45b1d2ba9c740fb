/** What of a baseline the policy forbids, for those who show a baseline and leave nothing out. */
import type { Baseline } from "../model/baseline/baseline.js";
import type { EntryOf, PartName } from "../model/baseline/parts.js";
import type { Severity } from "../model/concerns/concern.js";
import { forbidding } from "./image-policy.js";
import { placeOf, type Policy } from "./policy.js";

export interface Mark {
  /** `cxray.yaml, line 12` */
  readonly place: string;
  readonly reason: string | null;
  readonly severity: Severity;
  /** the texts of the entry that are forbidden; empty: all of it is */
  readonly names: readonly string[];
}

/** null: the policy allows it. */
export type Marks = <P extends PartName>(part: P, entry: EntryOf<P>) => Mark | null;

/** By which row of the policy each entry of an image is forbidden. */
export function marksOf(policy: Policy | undefined, image: Baseline["image"]): Marks {
  if (policy === undefined) return () => null;
  const forbids = forbidding(policy, image);
  return (part, entry) => {
    const found = forbids(part, entry);
    if (found === null) return null;
    const { row, names } = found;
    return { place: placeOf(policy, row), reason: row.reason, severity: row.severity, names };
  };
}
