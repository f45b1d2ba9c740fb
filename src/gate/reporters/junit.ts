/** JUnit's XML, as GitLab and Jenkins read it: a failed test for each finding. */
import { fingerprintOf, kindOf, type Finding } from "../finding.js";
import { headlineOf, messageOf, type Report } from "./report.js";

export function renderJunit(report: Report): string {
  const { findings, fails, image, notes, isComplete } = report;
  const failed = findings.filter(fails);
  const error = isComplete ? 0 : 1;
  const counts =
    `tests="${findings.length + 1}" failures="${failed.length}" ` +
    `errors="${error}" skipped="${findings.length - failed.length}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="${quoted(`cxray check ${image}`)}" ${counts}>`,
    ...completeness(report, notes, isComplete),
    ...findings.map((finding) => testcase(finding, fails(finding))),
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function completeness(report: Report, notes: readonly string[], isComplete: boolean): string[] {
  const start = `    <testcase classname="cxray" name="what was seen is complete"`;
  if (isComplete && notes.length === 0) return [`${start}/>`];
  const message = quoted(`${headlineOf(report)}: incomplete`);
  const body = notes.map(quoted).join("\n");
  if (isComplete) return [`${start}><system-out>${body}</system-out></testcase>`];
  return [`${start}><error type="incomplete" message="${message}">${body}</error></testcase>`];
}

/** GitLab drops a test of a name that another has: the fingerprint makes each its own. */
function testcase(finding: Finding, isFailure: boolean): string {
  const message = quoted(messageOf(finding));
  const name = quoted(`${finding.what} [${fingerprintOf(finding).slice(0, 12)}]`);
  const start = `    <testcase classname="${kindOf(finding)}" name="${name}">`;
  const what = isFailure
    ? `<failure type="${finding.severity}" message="${message}">${message}</failure>`
    : `<skipped message="${message}"/>`;
  return `${start}${what}</testcase>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** What XML can't hold is told by its number; the text is printable already. */
function quoted(text: string): string {
  return text
    .replace(/[&<>"']/gu, (character) => ENTITIES[character] ?? "")
    .replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, (character) => {
      return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
    });
}
