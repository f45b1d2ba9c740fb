/** Lines of a profile, as all of its sections have them. */
import type { Evidence } from "../model/baseline.js";
import { plural } from "../model/plural.js";
import { printable } from "../model/text.js";

export interface ViewOptions {
  /** entries shown of each list; the rest is counted */
  readonly limit: number;
  /** names of the calls that Docker's default seccomp profile allows */
  readonly dockerDefault: ReadonlySet<string>;
  /** those that it allows with some arguments only */
  readonly dockerConditional: ReadonlySet<string>;
  /** how many of `dockerDefault` the machine's architecture has */
  readonly dockerDefaultCount: number;
}

/** What every section is shown by. */
export interface ViewContext extends ViewOptions {
  /** runs of the image */
  readonly runs: number;
  /** whether there was a steady part, so that the parts are told apart */
  readonly hasStages: boolean;
  /** the image's only program: that it did what was done goes without saying; else null */
  readonly onlyProgram: string | null;
}

/** All of its texts are printable. */
export interface Row {
  readonly name: string;
  readonly evidence: Evidence;
  readonly note: string;
  /** lines of their own below it */
  readonly more?: readonly string[];
}

const WIDTH = 100;
const NAME_WIDTH = 46;
const MOST_PROGRAMS = 3;
const INDENT = " ".repeat(6);

/** A title and its rows; the rest of a long list is counted. */
export function formatRows(
  title: string,
  rows: readonly Row[],
  context: ViewContext,
  limit = context.limit,
): string {
  const shown = rows.slice(0, limit).flatMap((row) => formatRow(row, context));
  return [title, ...shown, ...hiddenCount(rows.length - limit)].join("\n");
}

/** `RAN 2 executables` */
export function titleOf(verb: string, count: number, noun: string): string {
  return `${verb} ${plural(count, noun)}`;
}

/** Says how many are not shown, if there are any. */
export function hiddenCount(hidden: number): string[] {
  return hidden > 0 ? [`  … and ${String(hidden)} more (--all shows them)`] : [];
}

/** A name is never cut. A note that doesn't fit beside it has the next line, and is. */
export function formatRow(
  { name, evidence, note, more = [] }: Row,
  context: ViewContext,
): string[] {
  const often = `${String(evidence.runs)}/${String(context.runs)}`.padStart(7);
  const stage = context.hasStages ? ` ${STAGE_MARKS[evidence.when.join()] ?? "?"}` : "";
  const line = `  ${name.padEnd(NAME_WIDTH)} ${often}${stage}`;
  const isBeside = lengthOf(line) + 2 + lengthOf(note) <= WIDTH;
  const lines = isBeside ? [`${line}  ${note}`.trimEnd()] : [line.trimEnd(), indented(note)];
  return [...lines, ...more.map(indented)];
}

/** By the parts of the container's life in which something was seen. */
const STAGE_MARKS: Readonly<Record<string, string>> = {
  "start-up": "↑",
  steady: "→",
  "start-up,steady": " ",
};

export const STAGE_LEGEND = "↑ only before it first answered · → only after that · ? not known";

function indented(text: string): string {
  const characters = [...text];
  const room = WIDTH - INDENT.length;
  if (characters.length <= room) return INDENT + text;
  return `${INDENT}${characters.slice(0, room - 1).join("")}…`;
}

function lengthOf(text: string): number {
  return [...text].length;
}

/** Words in lines of the view's width, each line after `indent`. */
export function wrapWords(words: readonly string[], indent = "  "): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of words) {
    if (line !== "" && indent.length + line.length + word.length + 1 > WIDTH) {
      lines.push(indent + line);
      line = "";
    }
    line += line === "" ? word : ` ${word}`;
  }
  return line === "" ? lines : [...lines, indent + line];
}

/** A title, and a sentence or list in lines below it: `  refused: CAP_SYS_ADMIN …`. */
export function wrapAfter(label: string, words: readonly string[]): string[] {
  if (words.length === 0) return [];
  const [first = "", ...rest] = wrapWords([`${label}:`, ...words], "    ");
  return [`  ${first.trimStart()}`, ...rest];
}

/** Notes side by side, the empty ones left out. */
export function joinNotes(...notes: readonly string[]): string {
  return notes.filter((note) => note !== "").join("  ");
}

/** Of many programs the first two, unless all is shown. */
export function byWhom({ by }: Evidence, { onlyProgram, limit }: ViewContext): string {
  if (by.every((path) => path === onlyProgram)) return "";
  const known = by.filter((path) => path !== "").map(printable);
  if (known.length === 0) return "";
  if (known.length <= MOST_PROGRAMS || limit === Infinity) return `by ${known.join(" ")}`;
  const shown = known.slice(0, MOST_PROGRAMS - 1);
  return `by ${shown.join(" ")} and ${String(known.length - shown.length)} more`;
}

/** The results that are worth a word: the errors, unless nothing else is said. */
export function failures(results: readonly string[]): string {
  return results.filter((result) => result !== "done").join(", ");
}
