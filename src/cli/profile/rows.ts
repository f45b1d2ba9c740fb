/** Lays out the rows of all sections of a profile. */
import { countRuns } from "../../model/baseline/run-set.js";
import type { Evidence } from "../../model/baseline/baseline.js";
import { printable } from "../../model/text.js";
import type { Marks } from "../../policy/index.js";
import { collapseRows, type Row } from "./collapse.js";
import { cutTo, lengthOf, wrapWords, type Style } from "./text.js";

export type { Row } from "./collapse.js";

export interface ViewOptions {
  /** how many entries of each list are shown; the rest is counted */
  readonly limit: number;
  /** in columns; the default is 100 */
  readonly width?: number;
  /** whether to use colours */
  readonly isStyled?: boolean;
  /** what the policy forbids; absent: there is none */
  readonly marks?: Marks;
  /** names of the calls that Docker's default seccomp profile allows */
  readonly dockerDefault: ReadonlySet<string>;
  /** names of the calls that it allows only with certain arguments */
  readonly dockerConditional: ReadonlySet<string>;
  /** how many calls of `dockerDefault` exist on the machine's architecture */
  readonly dockerDefaultCount: number;
}

/** The options and facts that every section uses. */
export interface ViewContext extends ViewOptions {
  readonly width: number;
  readonly style: Style;
  /** how many runs the image has */
  readonly runs: number;
  /** whether there was a steady part after the start-up, so that entries are marked */
  readonly hasStages: boolean;
  /** the only program of the image, which is not named beside entries; null if there are several */
  readonly onlyProgram: string | null;
}

/** Rows that are shown together. The limit applies to each group. */
export interface RowGroup {
  readonly title?: string;
  readonly rows: readonly Row[];
}

export interface SectionOptions {
  /** whether to leave out which programs did it */
  readonly hidesPrograms?: boolean;
}

/** The bounds for the width of the column of names. */
const NARROWEST_NAMES = 24;
const NAMES_SHARE = 0.46;
const MOST_PROGRAMS = 3;
const INDENT = " ".repeat(6);

/** A title and its rows. */
export function formatRows(
  title: string,
  rows: readonly Row[],
  context: ViewContext,
  options: SectionOptions = {},
): string {
  return formatGroups(title, [{ rows }], context, options);
}

/** A title and groups of rows. What is left out of a long group is counted. */
export function formatGroups(
  title: string,
  groups: readonly RowGroup[],
  context: ViewContext,
  { hidesPrograms = false }: SectionOptions = {},
): string {
  const every = groups.flatMap(({ rows }) => rows);
  const doer = hidesPrograms ? null : onlyProgramOf(every);
  const whom = doer === null || doer === context.onlyProgram ? "" : `, all by ${printable(doer)}`;
  const shown = groups.map((group) => ({ ...group, ...choose(group.rows, context.limit) }));
  const layout: Layout = {
    ...context,
    nameWidth: nameWidth(
      shown.flatMap(({ rows }) => rows),
      context.width,
    ),
    silentBy: hidesPrograms ? "everyone" : (doer ?? context.onlyProgram),
  };
  const lines = shown
    .filter(({ rows }) => rows.length > 0)
    .flatMap(({ title: name, rows, hidden }) => [
      ...(name === undefined ? [] : [` ${name}`]),
      ...rows.flatMap((row) => formatRow(row, layout)),
      ...hiddenCount(hidden),
    ]);
  return [context.style.heading(title + whom), ...lines].join("\n");
}

/** The program that did all of several things; null if there is no such program. */
function onlyProgramOf(rows: readonly Row[]): string | null {
  const doers = new Set(rows.flatMap(({ evidence }) => evidence.by));
  const [only = ""] = doers;
  return rows.length > 1 && doers.size === 1 && only !== "" ? only : null;
}

/** Chooses the rows to show. Rows with warnings come first and are all shown. */
function choose(rows: readonly Row[], limit: number): { rows: readonly Row[]; hidden: number } {
  const isWarned = ({ warnings = [] }: Row): boolean => warnings.length > 0;
  const others = collapseRows(
    rows.filter((row) => !isWarned(row)),
    limit,
  );
  const warned = rows.filter(isWarned);
  const room = Math.max(0, limit - warned.length);
  const hidden = others.slice(room).reduce((sum, { entries = 1 }) => sum + entries, 0);
  return { rows: [...warned, ...others.slice(0, room)], hidden };
}

function nameWidth(rows: readonly Row[], width: number): number {
  const widest = Math.floor(width * NAMES_SHARE);
  const fitting = rows.map(({ name }) => lengthOf(name)).filter((length) => length <= widest);
  return Math.max(NARROWEST_NAMES, ...fitting);
}

/** A line that says how many rows are not shown, if any. */
export function hiddenCount(hidden: number): string[] {
  return hidden > 0 ? [`  … and ${hidden.toLocaleString("en-US")} more (--all shows them)`] : [];
}

interface Layout extends ViewContext {
  readonly nameWidth: number;
  /** the program that is not named beside entries */
  readonly silentBy: string | null;
}

/** A name is never cut. A note that doesn't fit beside it goes to the next line, and may be cut. */
function formatRow(row: Row, layout: Layout): string[] {
  const { name, evidence, warnings = [], notes, more = [] } = row;
  const mark = warnings.length > 0 ? "!" : " ";
  const often = `${String(countRuns(evidence.runs))}/${String(layout.runs)}`.padStart(7);
  const stage = layout.hasStages ? ` ${STAGE_MARKS[evidence.when.join()] ?? "?"}` : "";
  const isLong = lengthOf(name) > layout.nameWidth;
  const line = `${isLong ? " " : mark} ${(isLong ? "" : name).padEnd(layout.nameWidth)} ${often}${stage}`;
  const note = joinNotes(...warnings, ...notes, programsNote(evidence, layout));
  const isBeside = lengthOf(line) + 2 + lengthOf(note) <= layout.width;
  const room = layout.width - INDENT.length;
  const lines = [
    ...(isLong ? [`${mark} ${name}`] : []),
    ...(isBeside ? [`${line}  ${note}`.trimEnd()] : [line.trimEnd(), INDENT + cutTo(room, note)]),
    ...[...more, ...acceptedWhy(evidence)].flatMap((text) =>
      wrapWords(text.split(" "), layout.width, INDENT),
    ),
  ];
  return warnings.length > 0 ? lines.map(layout.style.warning) : lines;
}

function acceptedWhy({ accepted = [] }: Evidence): string[] {
  return accepted.map((reason) => `accepted: ${printable(reason)}`);
}

/** The mark for each part of the container's life. */
const STAGE_MARKS: Readonly<Record<string, string>> = {
  "start-up": "↑",
  steady: "→",
  "start-up,steady": " ",
  "health-check": "+",
};

export const STAGE_LEGEND = [
  "↑ only before it first answered · → only after that · ? not known",
  "no mark: before and after · + by the health check alone",
] as const;

/** Joins notes, without the empty ones. */
export function joinNotes(...notes: readonly string[]): string {
  return notes.filter((note) => note !== "").join("  ");
}

/** The programs that did it; only the first two, unless everything is shown. */
function programsNote({ by }: Evidence, { silentBy, limit }: Layout): string {
  if (silentBy === "everyone" || by.every((path) => path === silentBy)) return "";
  const known = by.filter((path) => path !== "").map(printable);
  if (known.length === 0) return "";
  if (known.length <= MOST_PROGRAMS || limit === Infinity) return `by ${known.join(" ")}`;
  const shown = known.slice(0, MOST_PROGRAMS - 1);
  return `by ${shown.join(" ")} and ${String(known.length - shown.length)} more`;
}

/** The errors among the results, with "also" in front if it also succeeded. */
export function failures(results: readonly string[]): string {
  const errors = results.filter((result) => result !== "done").join(", ");
  return errors === "" || errors === results.join(", ") ? errors : `also ${errors}`;
}
