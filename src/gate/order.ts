/** The order of findings in reports. */
import { PART_NAMES } from "../model/baseline/parts.js";
import { compareTexts } from "../model/order.js";
import { SEVERITIES, type FindingChange, type Finding } from "./finding.js";

const CHANGES: readonly FindingChange[] = ["never", "new", "gone"];

/** The worst first; then those that belong to no new program; then by list and key. */
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
