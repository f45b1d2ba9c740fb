/** Applies accepted findings to a baseline, and changes nothing else. */
import type { Baseline } from "../model/baseline/baseline.js";
import { acceptEntries, removeEntries, type Picked } from "../model/baseline/merge.js";
import type { FindingChange, Finding } from "./finding.js";

/**
 * The committed baseline with the findings applied: new entries are added, with the reason if there
 * is one, and entries that are gone are removed.
 */
export function acceptFindings(
  committed: Baseline,
  current: Baseline,
  findings: readonly Finding[],
  reason?: string,
): Baseline {
  const added = acceptEntries(committed, current, pickedBy(findings, "new"), reason);
  return removeEntries(added, pickedBy(findings, "gone"));
}

function pickedBy(findings: readonly Finding[], change: FindingChange): Picked {
  const own = findings.filter((finding) => finding.change === change);
  const keys = new Set(own.map(({ part, key }) => `${part}\0${key}`));
  return (part, key) => keys.has(`${part}\0${key}`);
}
