/** How severe a finding is: by the concerns that its entry fits, else by its list. */
import { PARTS, type EntryOf, type PartName } from "../../model/baseline/parts.js";
import { concernsOf, type Concern } from "../../model/concerns/concerns.js";
import type { Severity } from "../finding.js";

/** Concerns of an entry, the most severe first, and what they make of it. */
export function judge<P extends PartName>(
  part: P,
  entry: EntryOf<P>,
): { readonly severity: Severity; readonly concerns: readonly Concern[] } {
  const concerns = concernsOf(part, entry);
  const [worst] = concerns;
  const isWorse = worst !== undefined && worst.severity !== "low";
  return { severity: isWorse ? worst.severity : PARTS[part].severity, concerns };
}
