/** The order in which findings are told: what matters most comes first. */
import { PART_NAMES } from "../model/baseline/parts.js";
import { compareTexts } from "../model/order.js";
import { SEVERITIES, type Change, type Finding } from "./finding.js";

const CHANGES: readonly Change[] = ["never", "new", "gone"];

/** The worst first; of equal ones those that stand for themselves, then by list and key. */
export function worstFirst(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (a, b) =>
      CHANGES.indexOf(a.change) - CHANGES.indexOf(b.change) ||
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      Number(a.entailedBy !== null) - Number(b.entailedBy !== null) ||
      PART_NAMES.indexOf(a.part) - PART_NAMES.indexOf(b.part) ||
      compareTexts(a.key, b.key) ||
      compareTexts(a.details.join("\0"), b.details.join("\0")),
  );
}
