/** Decides the exit status of a comparison. */
import { SEVERITIES, type Finding, type Report, type Severity } from "../../gate/index.js";
import type { PartName } from "../../model/baseline/parts.js";
import { EXIT, type ExitStatus } from "../../model/errors.js";
import type { FailOn } from "./choices.js";

/**
 * Whether a finding fails the build. `kinds`: only findings of these lists fail; empty means all
 * lists. What the policy forbids always fails, unless `on` is `never`.
 */
export function failing(
  on: FailOn,
  least: Severity,
  kinds: readonly PartName[] = [],
): (finding: Finding) => boolean {
  return ({ change, severity, part }) => {
    if (on === "never") return false;
    if (change === "never") return true;
    if (kinds.length > 0 && !kinds.includes(part)) return false;
    if (on !== "any" && on !== change) return false;
    // Findings that are gone have no severity of their own.
    return change === "gone" || SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(least);
  };
}

/** The exit status: 1 if a finding fails the build, 3 if the recording is incomplete, else 0. */
export function verdictOf({ findings, fails, isComplete }: Report): ExitStatus {
  // In an incomplete recording, what seems gone may have been lost.
  const counted = isComplete ? findings : findings.filter(({ change }) => change !== "gone");
  if (counted.some(fails)) return EXIT.differs;
  return isComplete ? EXIT.done : EXIT.incomplete;
}

/** Whether this runs in CI. */
export function isInCi(): boolean {
  const value = process.env["CI"] ?? "";
  return value !== "" && value !== "false" && value !== "0";
}

/** Quotes a word for a command line that a person may copy. */
export function quoteForShell(text: string): string {
  return /^[\w./:@=,+-]+$/u.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Today's date, in the form of the policy's dates. */
export function today(): string {
  return new Date().toISOString().slice(0, "2026-01-01".length);
}
