/** Writes text for people: one screen, grouped by program, the worst first, and what to do. */
import { plural } from "../../model/plural.js";
import { printable } from "../../model/text.js";
import type { Finding } from "../finding.js";
import { countsOf, deedOf, headlineOf, shortened, type Report } from "./report.js";
import { inLog } from "./text-quoting.js";

/** The lines of a screen, without header and footer. */
const ROOM = 30;
const WIDTH = 100;
/** The most lines for one program, to leave room for others. */
const MOST_OF_A_PROGRAM = 8;

interface Group {
  readonly title: string;
  readonly findings: Finding[];
  /** the findings that belong to the new programs above */
  readonly brought: Finding[];
}

export function renderText(report: Report): string {
  const { findings, notes, accept } = report;
  const groups = groupsOf(findings);
  const lines: string[] = [];
  let shown = 0;
  for (const group of groups) {
    const told = linesOf(group, ROOM - lines.length - 1);
    if (told.lines.length === 0) break;
    lines.push(...told.lines);
    shown += told.count;
  }
  const rest = findings.length - shown;
  return [
    cut(headlineOf(report)),
    ...notes.map((note) => `  note: ${inLog(printable(note))}`),
    ...(lines.length === 0 ? [] : ["", ...lines]),
    ...(rest === 0 ? [] : ["", `${plural(rest, "finding")} more; all of them: --format json`]),
    ...(findings.length === 0 || accept === null
      ? []
      : ["", "If that is as it should be:", `  ${inLog(printable(accept))}`]),
    "",
  ].join("\n");
}

/** Groups findings by program, the group with the worst finding first. What is gone comes last. */
function groupsOf(findings: readonly Finding[]): Group[] {
  const groups = new Map<string, Group>();
  for (const finding of findings) {
    const title = titleOf(finding);
    const group = groups.get(title) ?? { title, findings: [], brought: [] };
    groups.set(title, group);
    const isShown = finding.entailedBy === null || finding.severity === "high";
    (isShown ? group.findings : group.brought).push(finding);
  }
  return [...groups.values()];
}

/** The group of a finding. The execution of a program is grouped with what the program did. */
function titleOf({ change, part, chain, what }: Finding): string {
  if (change === "gone") return "not seen any more";
  const programs = part === "executables" ? [what, ...chain] : chain;
  const [program = "a program that is not known", ...starters] = programs;
  return starters.length === 0 ? program : `${program}  (started by ${starters.join(", by ")})`;
}

function linesOf(
  { title, findings, brought }: Group,
  room: number,
): { readonly lines: string[]; readonly count: number } {
  const most = Math.min(MOST_OF_A_PROGRAM, room - 2);
  if (most < 1) return { lines: [], count: 0 };
  const shown = findings.slice(0, most);
  const rest = [...findings.slice(most), ...brought];
  const lines = [cut(title), ...shown.map((finding) => cut(`  ${lineOf(finding)}`))];
  if (rest.length === 0) return { lines, count: shown.length };
  const verb = shown.length === 0 ? "" : "and ";
  lines.push(cut(`  ${verb}with it: ${countsOf(rest)}`));
  return { lines, count: shown.length + rest.length };
}

function lineOf(finding: Finding): string {
  const { change, severity, runs, ofRuns, forbiddenBy } = finding;
  const mark = change === "never" ? "FORBIDDEN" : severity;
  const often = runs === ofRuns ? "" : `  (${runs} of ${plural(ofRuns, "run")})`;
  const place =
    forbiddenBy === undefined ? "" : `  (${printable(forbiddenBy.file)}, line ${forbiddenBy.line})`;
  return `${mark.padEnd(9)} ${deedOf(finding)}${place}${often}`;
}

function cut(text: string): string {
  return inLog(shortened(text, WIDTH));
}
