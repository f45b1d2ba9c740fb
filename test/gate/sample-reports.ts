/** Reports that every format has to render. */
import type { Report } from "../../src/gate/reporters/report.js";
import { REPORTERS, type ReporterName } from "../../src/gate/reporters/reporters.js";
import { finding, hostileFindings, manyFindings, report } from "./report.js";

export const NONE = report([]);
export const ONE = report([finding("/etc/shadow", { severity: "high", concern: "setuid-bit" })]);
export const MANY = report(manyFindings(2_000));
export const WORST = report(hostileFindings());
export const INCOMPLETE = report([], { isComplete: false, notes: ["events were lost"] });
export const REPORTS = { NONE, ONE, MANY, WORST, INCOMPLETE };

export function render(name: ReporterName, given: Report): string {
  return REPORTERS[name].render(given);
}
