/** Reports for tests of the reporters. */
import type { Finding, Severity } from "../../src/gate/finding.js";
import { worstFirst } from "../../src/gate/order.js";
import type { Report } from "../../src/gate/reporters/report.js";
import { printable } from "../../src/model/text.js";
import { HOSTILE_PATHS } from "../emit/sample-baseline.js";

export function finding(path: string, more: Partial<Finding> = {}): Finding {
  return {
    change: "new",
    part: "filesRead",
    key: JSON.stringify([path]),
    severity: "low",
    concern: null,
    what: printable(path),
    details: [],
    reasons: [],
    by: ["/bin/sh"],
    chain: ["/bin/sh", "/usr/sbin/nginx"],
    entailedBy: null,
    count: 3,
    runs: 1,
    ofRuns: 4,
    runIds: ["0123456789ab"],
    firstSeen: "2026-01-01T00:00:00.000Z",
    lastSeen: "2026-01-01T00:00:00.000Z",
    line: 7,
    ...more,
  };
}

export function report(findings: readonly Finding[], more: Partial<Report> = {}): Report {
  return {
    findings: worstFirst(findings),
    fails: ({ change }) => change !== "gone",
    image: "nginx",
    file: "./baselines/nginx.json",
    runs: 4,
    notes: [],
    ignored: [],
    isComplete: true,
    accept: "cxray accept --baseline baselines/nginx.json",
    version: "2.0.0",
    ...more,
  };
}

/** Names that an annotation, a workflow command, XML or Markdown would act on. */
export const HOSTILE: readonly string[] = [
  ...HOSTILE_PATHS,
  "/x::error file=a::b",
  "::error::x",
  "##[add-path]/tmp",
  "/a##[error]b%0A::warning::c",
  "/]]><failure/>",
  "/<script>alert(1)</script>&amp;",
  "/`code` ``more``",
  "/| a | b |",
  "/[x](http://example.org) @everyone #1 <!-- -->",
  "/\uffff\u0000\u000b",
];

const LEVELS: readonly Severity[] = ["high", "medium", "low"];

/** Many of each severity, by several programs. */
export function manyFindings(count: number): Finding[] {
  return Array.from({ length: count }, (_, at) => {
    const program = `/usr/bin/p${at % 7}`;
    const severity = LEVELS[at % 3] ?? "low";
    return finding(`/srv/data/${at}`, { severity, by: [program], chain: [program] });
  });
}

export function hostileFindings(): Finding[] {
  return HOSTILE.map((path) => {
    const text = printable(path);
    return finding(path, { by: [path], chain: [text], details: [`arguments ${text}`] });
  });
}
