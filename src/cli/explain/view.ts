/** Shows an explanation as text, on one screen. */
import type { Emitted, ExplainedEntry, Explanation } from "../../explain/index.js";
import { titleOf } from "../../model/baseline/parts.js";
import { plural } from "../../model/plural.js";
import { printable } from "../../model/text.js";
import { cutTo, PLAIN_STYLE, TERMINAL_STYLE, wrapWords, type Style } from "../profile/text.js";

interface Look {
  readonly width?: number;
  readonly isStyled: boolean;
}

interface Context {
  readonly width: number;
  readonly style: Style;
  readonly isAll: boolean;
  readonly runs: number;
}

const USUAL_WIDTH = 100;
/** How many entries are shown in full, entries of one list, and lines of one format. */
const MOST_ENTRIES = 3;
const MOST_OF_A_LIST = 6;
const MOST_LINES = 2;
const MOST_NAMES = 3;
const INDENT = " ".repeat(4);
const LABEL = 9;

export function formatExplanation(explanation: Explanation, look: Look, isAll: boolean): string {
  const context: Context = {
    width: look.width ?? USUAL_WIDTH,
    style: look.isStyled ? TERMINAL_STYLE : PLAIN_STYLE,
    isAll,
    runs: explanation.runs,
  };
  const { asked, image, entries } = explanation;
  const head = `${printable(asked)} in ${printable(image)}: ${plural(entries.length, "entry")}`;
  const sections = [
    context.style.heading(head),
    ...entrySections(entries, context),
    didSection(explanation, context),
    formatSection(explanation, context),
  ];
  return `${sections.filter((each) => each !== "").join("\n\n")}\n`;
}

/** The entries by list. The first ones are shown in full, the others by name. */
function entrySections(entries: readonly ExplainedEntry[], context: Context): string[] {
  const byPart = new Map<string, ExplainedEntry[]>();
  for (const entry of entries) byPart.set(entry.part, [...(byPart.get(entry.part) ?? []), entry]);
  let room = context.isAll ? Infinity : MOST_ENTRIES;
  return [...byPart.values()].map((group) => {
    const [first] = group;
    const title = first === undefined ? "" : titleOf(first.part, group.length);
    const most = context.isAll ? Infinity : MOST_OF_A_LIST;
    const lines = group.slice(0, most).flatMap((entry) => {
      room -= 1;
      return room >= 0 ? entryLines(entry, context) : [nameLine(entry, context)];
    });
    const hidden = group.length - Math.min(most, group.length);
    const rest = hidden > 0 ? [`  … and ${hidden.toLocaleString("en-US")} more (--all)`] : [];
    return [`${context.style.heading(title)} (${first?.part ?? ""})`, ...lines, ...rest].join("\n");
  });
}

function nameLine({ words }: ExplainedEntry, { width }: Context): string {
  return cutTo(width, `  ${words}`);
}

function entryLines(entry: ExplainedEntry, context: Context): string[] {
  const { words, evidence, inRuns, chain, by, concerns } = entry;
  const { width, runs, style } = context;
  const { count, firstSeen, lastSeen, when } = evidence;
  const item = (label: string, text: string): string[] => {
    const [first = "", ...rest] = wrapWords(text.split(" "), width, INDENT + " ".repeat(LABEL));
    return [INDENT + label.padEnd(LABEL) + first.trimStart(), ...rest];
  };
  const doers = by.filter((each) => each !== "" && printable(each) !== chain[0]).map(printable);
  return [
    ...wrapWords([`${words}${fitWords(entry)}`], width, "  "),
    ...patternItems(entry, item),
    ...item("seen", `${plural(count, "time")}, ${whenWords(when)}`),
    ...item("from", firstSeen === lastSeen ? firstSeen : `${firstSeen} to ${lastSeen}`),
    ...item("in", `${String(inRuns)} of ${plural(runs, "run")}: ${runsWords(entry)}`),
    ...item("by", chain.length === 0 ? (STARTERS[entry.part] ?? UNKNOWN) : chain.join(" ← ")),
    ...(doers.length === 0 ? [] : item("also by", some(doers))),
    ...concerns
      .flatMap(({ label, meaning }) => item("!", `${label}: ${meaning}`))
      .map(style.warning),
  ];
}

function patternItems(
  { pattern }: ExplainedEntry,
  item: (label: string, text: string) => string[],
): string[] {
  if (pattern === null) return [];
  const { text, rule, does, letsIn, stars } = pattern;
  const stands = stars.length === 0 ? "any text" : stars.map(printable).join(" and ");
  return [
    ...item("pattern", `${printable(text)}, where * is ${stands}, by the rule ${rule}`),
    ...item("why", `the rule makes * of ${does}`),
    ...item("lets in", letsIn),
  ];
}

/** Says how an entry that is not itself what was typed matches it. */
function fitWords({ fit, field, pattern }: ExplainedEntry): string {
  if (fit === "pattern") return "  (a pattern that lets it in)";
  if (fit !== "beside") return "";
  return `  (in its ${field ?? "fields"}${pattern === null ? "" : ", by a pattern"})`;
}

const STAGE_WORDS: Readonly<Record<string, string>> = {
  "start-up": "only before it first answered (start-up)",
  steady: "only after it first answered (steady)",
  "start-up,steady": "before and after it first answered",
  "health-check": "by the health check alone",
};

function whenWords(when: readonly string[]): string {
  return STAGE_WORDS[when.join()] ?? "whether at the start is not known";
}

/** Used if the program is not known. */
const UNKNOWN = "a program that is not known";
const STARTERS: Readonly<Partial<Record<string, string>>> = {
  executables: "the container's runtime, or a program that is not known",
  "syscalls.start": "the container's runtime",
};

function runsWords({ runIds, builds }: ExplainedEntry): string {
  const of = builds.length === 0 ? "" : ` of ${builds.length > 1 ? "builds" : "build"}`;
  return `${some(runIds)}${of} ${some(builds.map(shortDigest))}`.trimEnd();
}

function some(names: readonly string[]): string {
  const rest = names.length - MOST_NAMES;
  const shown = names.slice(0, MOST_NAMES).join(", ");
  return rest > 0 ? `${shown} and ${rest.toLocaleString("en-US")} more` : shown;
}

function shortDigest(digest: string): string {
  return printable(digest).replace(/^(?<short>sha256:[0-9a-f]{12}).*$/u, "$<short>");
}

function didSection({ did }: Explanation, { width, style }: Context): string {
  if (did.length === 0) return "";
  const counts = did.map(({ part, count }) => `${part} ${String(count)}`).join(" · ");
  return [style.heading("DID, by list"), ...wrapWords(counts.split(" "), width)].join("\n");
}

function formatSection({ formats }: Explanation, context: Context): string {
  const isAbsent = ({ state }: Emitted): boolean => state === "absent";
  const told = formats.filter((each) => !isAbsent(each));
  const silent = formats.filter(isAbsent).map(({ format }) => format);
  const column = Math.max(0, ...told.map(({ format }) => format.length)) + 2;
  return [
    context.style.heading("IN EMITTED FILES"),
    ...told.flatMap((each) => emittedLines(each, column, context)),
    ...(silent.length === 0
      ? []
      : wrapWords(`nothing of it in ${silent.join(", ")}`.split(" "), context.width)),
  ].join("\n");
}

function emittedLines(emitted: Emitted, column: number, { width, isAll }: Context): string[] {
  const { format, state, lines, problem } = emitted;
  const name = `  ${format.padEnd(column)}`;
  if (state === "failed") return [cutTo(width, `${name}can't be emitted: ${problem ?? ""}`)];
  const most = isAll ? Infinity : MOST_LINES;
  const shown = lines.slice(0, most).map(({ line, text }) => `line ${String(line)}: ${text}`);
  const hidden = lines.length - shown.length;
  const rest = [
    ...(hidden > 0 ? [`… and ${plural(hidden, "more line")}`] : []),
    ...(state === "stays" ? ["(would be there without it, too)"] : []),
  ];
  return [...shown, ...(rest.length === 0 ? [] : [rest.join(" ")])].map((text, at) =>
    cutTo(width, `${at === 0 ? name : " ".repeat(name.length)}${text}`),
  );
}
