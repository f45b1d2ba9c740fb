/** Writes JUnit XML, as GitLab and Jenkins read it: a failed test for each finding. */
import { fingerprintOf, kindOf, type Finding } from "../finding.js";
import { fittingFile, headlineOf, messageOf, type Report } from "./report.js";

export function renderJunit(report: Report): string {
  const { findings, fails, image, notes, isComplete } = report;
  const { shown, left, leftOut } = fittingFile(findings);
  const tests = [
    ...shown.map((finding) => ({ text: testcase(finding, fails(finding)), fails: fails(finding) })),
    ...(leftOut === null ? [] : [rest(leftOut, left.some(fails))]),
  ];
  const failed = tests.filter((test) => test.fails).length;
  const error = isComplete ? 0 : 1;
  const counts =
    `tests="${tests.length + 1}" failures="${failed}" ` +
    `errors="${error}" skipped="${tests.length - failed}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="${quoted(`cxray check ${image}`)}" ${counts}>`,
    ...completeness(report, notes, isComplete),
    ...tests.map(({ text }) => text),
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

/** A test. GitLab drops tests with equal names, so the name includes the fingerprint. */
function testcase(finding: Finding, isFailure: boolean): string {
  const message = quoted(messageOf(finding));
  const name = quoted(`${finding.what} [${fingerprintOf(finding).slice(0, 12)}]`);
  const start = `    <testcase classname="${kindOf(finding)}" name="${name}">`;
  const what = isFailure
    ? `<failure type="${finding.severity}" message="${message}">${message}</failure>`
    : `<skipped message="${message}"/>`;
  return `${start}${what}</testcase>`;
}

/** One test for all findings that were left out. */
function rest(leftOut: string, isFailure: boolean): { text: string; fails: boolean } {
  const start = `    <testcase classname="cxray" name="${quoted(leftOut)}">`;
  const what = isFailure
    ? `<failure type="low" message="${quoted(leftOut)}">${quoted(leftOut)}</failure>`
    : `<skipped message="${quoted(leftOut)}"/>`;
  return { text: `${start}${what}</testcase>`, fails: isFailure };
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Escapes text for XML. Characters that XML can't have are written as numbers. */
function quoted(text: string): string {
  return text
    .replace(/[&<>"']/gu, (character) => ENTITIES[character] ?? "")
    .replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, (character) => {
      return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
    });
}
