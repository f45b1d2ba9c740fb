/** Writes Markdown for a job summary, a pull request or a comment. It fits the smallest of them. */
import { plural } from "../../model/plural.js";
import { printable } from "../../model/text.js";
import type { Finding } from "../finding.js";
import { countsOf, deedOf, doerOf, type Report } from "./report.js";
import { codeSpan, inLog } from "./text-quoting.js";

/** The largest size in bytes. A comment on a pull request can have 65,536 characters. */
const MOST_BYTES = 60_000;

export function renderMarkdown(report: Report): string {
  const { findings, image, file, runs, notes, accept } = report;
  const head = [
    `## cxray: ${codeSpan(printable(image))} ${findings.length === 0 ? "does what it did" : "does something else"}`,
    "",
    `${countsOf(findings)}, in ${plural(runs, "run")}, compared with ${codeSpan(printable(file))}.`,
    ...notes.flatMap((note) => ["", `> ${codeSpan(inLog(printable(note)))}`]),
    "",
  ];
  const foot =
    findings.length === 0 || accept === null
      ? []
      : ["", "If that is as it should be:", "", "```console", `$ ${printable(accept)}`, "```", ""];
  const room = MOST_BYTES - bytesOf([...head, ...foot]);
  return [...head, ...fitting(findings, room), ...foot].join("\n");
}

function fitting(findings: readonly Finding[], room: number): string[] {
  const lines: string[] = [];
  let left = room;
  let count = 0;
  for (const finding of findings) {
    const line = lineOf(finding);
    left -= bytesOf([line]);
    if (left < 0) break;
    lines.push(line);
    count += 1;
  }
  const rest = findings.length - count;
  return rest === 0 ? lines : [...lines, "", `And ${plural(rest, "finding")} more.`];
}

function lineOf(finding: Finding): string {
  const { change, severity, runs, ofRuns, entailedBy } = finding;
  const doer = doerOf(finding);
  return [
    `- **${severity}**, ${change}: ${codeSpan(inLog(deedOf(finding)))}`,
    ...(doer === "" ? [] : [`by ${codeSpan(inLog(doer))}`]),
    `in ${runs} of ${plural(ofRuns, "run")}`,
    ...(entailedBy === null ? finding.reasons : ["comes with a new program"]),
  ].join("; ");
}

function bytesOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
}
