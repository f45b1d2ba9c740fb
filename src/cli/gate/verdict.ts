/** What a comparison ends with: the exit status. */
import { SEVERITIES, type Finding, type Report, type Severity } from "../../gate/index.js";
import type { PartName } from "../../model/baseline/parts.js";
import { EXIT, type ExitStatus } from "../../model/errors.js";
import type { FailOn } from "./choices.js";

/**
 * Which findings fail the build: of these lists, or of all where none is named. What the policy
 * forbids does, unless nothing shall.
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
    // What is gone has no severity of its own.
    return change === "gone" || SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(least);
  };
}

/** 1 what differs fails the build; 3 what was seen is incomplete; else 0. */
export function verdictOf({ findings, fails, isComplete }: Report): ExitStatus {
  // What is gone may have been lost.
  const counted = isComplete ? findings : findings.filter(({ change }) => change !== "gone");
  if (counted.some(fails)) return EXIT.differs;
  return isComplete ? EXIT.done : EXIT.incomplete;
}

/** Whether this runs in CI, where nobody looks on. */
export function isInCi(): boolean {
  const value = process.env["CI"] ?? "";
  return value !== "" && value !== "false" && value !== "0";
}

/** A word of a command line that a person may copy. */
export function shellWord(text: string): string {
  return /^[\w./:@=,+-]+$/u.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The day, as the policy's dates have it. */
export function today(): string {
  return new Date().toISOString().slice(0, "2026-01-01".length);
}
