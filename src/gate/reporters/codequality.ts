/** Writes GitLab's Code Quality report: docs.gitlab.com/ci/testing/code_quality. */
import { fingerprintOf, kindOf, type Finding } from "../finding.js";
import { fittingFile, messageOf, type Report } from "./report.js";

const SEVERITY = { high: "critical", medium: "major", low: "minor" } as const;

/** The fingerprint of the issue that says how many findings were left out. It is always the same. */
const LEFT_OUT = "0".repeat(32);

export function renderCodeQuality({ findings, file }: Report): string {
  const { shown, left, leftOut } = fittingFile(findings);
  const path = file.replace(/^(?:\.\/+)+/u, "");
  const issues = shown.map((finding) => ({
    description: messageOf(finding),
    check_name: kindOf(finding),
    fingerprint: fingerprintOf(finding),
    severity: severityOf(finding),
    location: { path, lines: { begin: finding.line } },
  }));
  const [worst] = left;
  if (leftOut !== null && worst !== undefined) {
    const about = { check_name: "cxray", fingerprint: LEFT_OUT, severity: severityOf(worst) };
    issues.push({ description: leftOut, ...about, location: { path, lines: { begin: 1 } } });
  }
  return `${JSON.stringify(issues, null, 2)}\n`;
}

function severityOf({ change, severity }: Finding): string {
  if (change === "gone") return "info";
  return change === "never" ? "blocker" : SEVERITY[severity];
}
