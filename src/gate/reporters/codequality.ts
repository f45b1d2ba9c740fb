/** GitLab's Code Quality report: docs.gitlab.com/ci/testing/code_quality. */
import { fingerprintOf, kindOf, type Finding } from "../finding.js";
import { messageOf, type Report } from "./report.js";

const SEVERITY = { high: "critical", medium: "major", low: "minor" } as const;

export function renderCodeQuality({ findings, file }: Report): string {
  const issues = findings.map((finding) => ({
    description: messageOf(finding),
    check_name: kindOf(finding),
    fingerprint: fingerprintOf(finding),
    severity: severityOf(finding),
    location: { path: file.replace(/^(?:\.\/+)+/u, ""), lines: { begin: finding.line } },
  }));
  return `${JSON.stringify(issues, null, 2)}\n`;
}

function severityOf({ change, severity }: Finding): string {
  if (change === "gone") return "info";
  return change === "never" ? "blocker" : SEVERITY[severity];
}
