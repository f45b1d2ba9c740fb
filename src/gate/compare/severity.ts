/** How severe a finding is: by the concerns that its entry fits, else by its list. */
import type { EntryOf, PartName } from "../../model/baseline/parts.js";
import { concernsOf, type Concern } from "../../model/concerns/concerns.js";
import type { Severity } from "../finding.js";

/** Where no concern fits. */
export const PART_SEVERITY: Readonly<Record<PartName, Severity>> = {
  executables: "medium",
  filesRead: "low",
  filesWritten: "medium",
  otherOpens: "low",
  changes: "medium",
  destinations: "medium",
  listeners: "medium",
  names: "low",
  sockets: "medium",
  capabilities: "medium",
  privileges: "medium",
  signals: "low",
  "syscalls.workload": "low",
  "syscalls.start": "low",
  syscallArguments: "low",
  "refused.executables": "low",
  "refused.syscalls": "low",
};

/** Concerns of an entry, the most severe first, and what they make of it. */
export function judge<P extends PartName>(
  part: P,
  entry: EntryOf<P>,
): { readonly severity: Severity; readonly concerns: readonly Concern[] } {
  const concerns = concernsOf(part, entry);
  const [worst] = concerns;
  const isWorse = worst !== undefined && worst.severity !== "low";
  return { severity: isWorse ? worst.severity : PART_SEVERITY[part], concerns };
}
