/** Writes the reports of a comparison to where the options say. */
import { appendFileSync, statSync } from "node:fs";
import { writeOutput } from "../../files/replace-file.js";
import { REPORTERS, type Report, type ReporterName } from "../../gate/index.js";
import { systemReason } from "../../model/errors.js";
import { badUsage } from "../options/bad-usage.js";
import { nearest } from "../options/nearest.js";
import { printResult, warn } from "../terminal/output.js";
import { REPORT_FORMATS } from "./choices.js";

interface ReportArguments {
  readonly format: string;
  readonly output: string | undefined;
  readonly report: readonly string[];
}

interface WantedReport {
  readonly format: ReporterName;
  /** `-` is stdout */
  readonly file: string;
}

/**
 * The report of `--format` and `--output`, then those of `--report FORMAT=FILE`. Called before
 * anything is recorded.
 *
 * @throws CxrayError bad-usage
 */
export function wantedReports({
  format,
  output,
  report,
}: ReportArguments): readonly WantedReport[] {
  const first = { format: format as ReporterName, file: output ?? "-" };
  const wanted = [first, ...report.map(parseReport)];
  const files = wanted.map(({ file }) => file);
  const twice = files.find((file, at) => files.indexOf(file) !== at);
  if (twice === undefined) return wanted;
  throw badUsage(`two reports would go to ${twice === "-" ? "stdout" : twice}`, [
    "Give each report a file of its own.",
  ]);
}

function parseReport(text: string): WantedReport {
  const [name = ""] = text.split("=", 1);
  const file = text.slice(name.length + 1);
  const format = REPORT_FORMATS.find((each) => each === name);
  if (format !== undefined && file !== "") return { format, file };
  if (format !== undefined) throw badUsage(`--report ${name} names no file`, [EXAMPLE]);
  const near = nearest(name, REPORT_FORMATS);
  throw badUsage(`--report has no format ${name}`, [
    ...(near === null ? [] : [`Did you mean ${near}?`]),
    `Formats: ${REPORT_FORMATS.join(", ")}`,
    EXAMPLE,
  ]);
}

const EXAMPLE = "Example: --report sarif=cxray.sarif";

/** Whether the report itself is printed as text. */
export function isShown([first]: readonly WantedReport[]): boolean {
  return first?.format === "text" && first.file === "-";
}

/** Writes every report. */
export function deliver(report: Report, wanted: readonly WantedReport[]): void {
  for (const { format, file } of wanted) {
    const text = REPORTERS[format].render(report);
    if (file === "-") printResult(text);
    else writeOutput(file, text);
  }
  if (wanted.some(({ format }) => format === "github")) {
    appendSummary(REPORTERS.markdown.render(report));
  }
}

/** GitHub drops a job summary that is larger. */
const LARGEST_SUMMARY = 1024 * 1024;

/** The job summary of a GitHub workflow, which shows more than its annotations. */
function appendSummary(text: string): void {
  const file = process.env["GITHUB_STEP_SUMMARY"] ?? "";
  if (file === "") return;
  try {
    const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    if (size + Buffer.byteLength(text) > LARGEST_SUMMARY) {
      warn("the job summary has no room for this report");
    } else appendFileSync(file, text);
  } catch (error) {
    warn(`the job summary can't be written: ${systemReason(error)}`);
  }
}
