/** The interface of src/gate/: code outside of it imports this file only. */
export { acceptFindings } from "./accept.js";
export { compare } from "./compare/compare.js";
export { judgeFindings } from "./judge-findings.js";
export { SEVERITIES, type Finding, type Severity } from "./finding.js";
export { worstFirst } from "./order.js";
export type { Report } from "./reporters/report.js";
export { REPORTERS, type ReporterName } from "./reporters/reporters.js";
