/** What the command line uses of the gate: nothing else here may be imported from outside. */
export { acceptFindings } from "./accept.js";
export { compare } from "./compare/compare.js";
export { judgeFindings } from "./judge-findings.js";
export { SEVERITIES, type Finding, type Severity } from "./finding.js";
export { worstFirst } from "./order.js";
export type { Report } from "./reporters/report.js";
export { REPORTERS, type ReporterName } from "./reporters/reporters.js";
