/** The values of the gate's options, without loading the gate. */
import type { ReporterName, Severity } from "../../gate/index.js";

/** Which findings make a check fail. */
export const FAIL_ON = ["new", "gone", "any", "never"] as const;

export type FailOn = (typeof FAIL_ON)[number];

export const REPORT_FORMATS = [
  "text",
  "json",
  "markdown",
  "github",
  "sarif",
  "junit",
  "codequality",
] as const satisfies readonly ReporterName[];

export const LEAST_SEVERITIES = ["high", "medium", "low"] as const satisfies readonly Severity[];
