/** What a comparison ends with: a report, and the exit status. */
import { appendFileSync } from "node:fs";
import { writeOutput } from "../../files/replace-file.js";
import {
  REPORTERS,
  SEVERITIES,
  type Finding,
  type Report,
  type ReporterName,
  type Severity,
} from "../../gate/index.js";
import { EXIT, systemReason, type ExitStatus } from "../../model/errors.js";
import type { FailOn } from "./choices.js";
import { printResult, warn } from "../terminal/output.js";

/** Which findings fail the build. What the policy forbids does, unless nothing shall. */
export function failing(on: FailOn, least: Severity): (finding: Finding) => boolean {
  return ({ change, severity }) => {
    if (on === "never") return false;
    if (change === "never") return true;
    if (on !== "any" && on !== change) return false;
    // What is gone has no severity of its own.
    return change === "gone" || SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(least);
  };
}

/** Writes the report where it shall go. */
export function deliver(report: Report, format: ReporterName, output: string | undefined): void {
  const text = REPORTERS[format].render(report);
  if (output === undefined || output === "-") printResult(text);
  else writeOutput(output, text);
  if (format === "github") appendSummary(REPORTERS.markdown.render(report));
}

/** The job summary of a GitHub workflow, which shows more than its annotations. */
function appendSummary(text: string): void {
  const file = process.env["GITHUB_STEP_SUMMARY"] ?? "";
  if (file === "") return;
  try {
    appendFileSync(file, text);
  } catch (error) {
    warn(`the job summary can't be written: ${systemReason(error)}`);
  }
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
