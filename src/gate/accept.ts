/** Takes findings into a baseline: what is accepted changes, and nothing else. */
import type { Baseline } from "../model/baseline/baseline.js";
import { acceptEntries, removeEntries, type Picked } from "../model/baseline/merge.js";
import type { Change, Finding } from "./finding.js";

/**
 * The committed baseline with the findings in it: what is new is added, with the reason where there
 * is one, and what is gone taken out.
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

function pickedBy(findings: readonly Finding[], change: Change): Picked {
  const own = findings.filter((finding) => finding.change === change);
  const keys = new Set(own.map(({ part, key }) => `${part}\0${key}`));
  return (part, key) => keys.has(`${part}\0${key}`);
}
