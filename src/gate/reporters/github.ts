/**
 * Writes annotations as GitHub's workflow commands. A step shows only ten errors and ten warnings,
 * so the worst come first. The job summary (the format `markdown`) has the rest.
 */
import type { Finding } from "../finding.js";
import { headlineOf, messageOf, shortened, type Report } from "./report.js";
import { inLog } from "./text-quoting.js";

const LEVELS = { high: "error", medium: "warning", low: "notice" } as const;
const MOST_OF_A_LEVEL = 10;
/** Notes are warnings too, so only a few are printed, to leave room for findings. */
const MOST_NOTES = 5;
const LONGEST_TITLE = 120;

export function renderGithub(report: Report): string {
  const { findings, file } = report;
  const notes = report.notes
    .slice(0, MOST_NOTES)
    .map((note) => `::warning title=cxray::${data(note)}`);
  const counts = new Map<string, number>([["warning", notes.length]]);
  const shown = findings.flatMap((finding) => {
    const level = LEVELS[finding.severity];
    const count = (counts.get(level) ?? 0) + 1;
    counts.set(level, count);
    return count > MOST_OF_A_LEVEL ? [] : [annotation(level, finding, file)];
  });
  const left = findings.length - shown.length + report.notes.length - notes.length;
  const rest = left === 0 ? "" : `; ${left.toLocaleString("en-US")} more are in the job summary`;
  // No line begins with a recorded text, which could be a workflow command.
  return [...notes, ...shown, `cxray: ${inLog(headlineOf(report))}${rest}`, ""].join("\n");
}

function annotation(level: string, finding: Finding, file: string): string {
  const place = `file=${property(file)},line=${finding.line}`;
  const title = property(shortened(`cxray: ${finding.change} ${finding.what}`, LONGEST_TITLE));
  return `::${level} ${place},title=${title}::${data(messageOf(finding))}`;
}

/** Escapes the text after the second `::`. */
function data(text: string): string {
  return inLog(text).replace(/%/gu, "%25").replace(/\r/gu, "%0D").replace(/\n/gu, "%0A");
}

function property(text: string): string {
  return data(text).replace(/:/gu, "%3A").replace(/,/gu, "%2C");
}
