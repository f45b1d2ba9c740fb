/** Decides the severity of a finding: by the concerns of its entry, or else by its list. */
import { PARTS, type EntryOf, type PartName } from "../../model/baseline/parts.js";
import { concernsOf, type Concern } from "../../model/concerns/concerns.js";
import type { Severity } from "../finding.js";

/** The concerns of an entry, the most severe first, and its severity. */
export function severityOf<P extends PartName>(
  part: P,
  entry: EntryOf<P>,
): { readonly severity: Severity; readonly concerns: readonly Concern[] } {
  const concerns = concernsOf(part, entry);
  const [worst] = concerns;
  const isWorse = worst !== undefined && worst.severity !== "low";
  return { severity: isWorse ? worst.severity : PARTS[part].severity, concerns };
}
