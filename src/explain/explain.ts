/** Explains one thing that a baseline allows. */
import type { Baseline, Evidence } from "../model/baseline/baseline.js";
import { entriesOf } from "../model/baseline/lists.js";
import type { OwnRow } from "../model/baseline/name-rules.js";
import { PART_NAMES, describeEntry, type PartName } from "../model/baseline/parts.js";
import { Programs } from "../model/baseline/program-chain.js";
import { countRuns, runsIn } from "../model/baseline/run-set.js";
import { concernsOf, type Concern } from "../model/concerns/concerns.js";
import { sortedTexts } from "../model/order.js";
import type { Emitted } from "./emitted.js";
import { findMatches, nearestTexts, type Fit, type Match } from "./find.js";
import { readQuestion } from "./question.js";
import { ruleWords } from "./texts.js";

/** Increased when a key changes its meaning or is removed. */
const VERSION = 1;

export interface Explanation {
  readonly version: typeof VERSION;
  readonly image: string;
  readonly asked: string;
  readonly runs: number;
  /** the best first */
  readonly entries: readonly ExplainedEntry[];
  /** what a program of that name did, by list */
  readonly did: readonly { readonly part: PartName; readonly count: number }[];
  /** in the order of the formats */
  readonly formats: readonly Emitted[];
  /** if nothing is found: similar texts, the nearest first; printable */
  readonly nearest: readonly string[];
}

export interface ExplainedEntry {
  readonly part: PartName;
  /** printable */
  readonly words: string;
  readonly fit: Fit;
  /** the field of the entry that matches; null for the entry as a whole */
  readonly field: string | null;
  readonly pattern: ExplainedPattern | null;
  readonly evidence: Omit<Evidence, "runs" | "by">;
  /** the ids in `cxray runs`, by start */
  readonly runIds: readonly string[];
  readonly inRuns: number;
  /** the digests of the builds in these runs */
  readonly builds: readonly string[];
  readonly by: readonly string[];
  /** the first of these programs, the program that started it, and so on; printable */
  readonly chain: readonly string[];
  readonly concerns: readonly Pick<Concern, "name" | "label" | "meaning" | "severity">[];
  /** the entry as the baseline has it */
  readonly entry: object;
}

export interface ExplainedPattern {
  readonly text: string;
  readonly rule: string;
  readonly does: string;
  readonly letsIn: string;
  /** what each `*` stands for, as a regular expression */
  readonly stars: readonly string[];
}

/** How many similar texts are listed. */
const MOST_NEAREST = 5;

/** The entries of a baseline that match what was typed. */
export function matchesOf(baseline: Baseline, typed: string): Match[] {
  return findMatches(baseline, readQuestion(typed));
}

/**
 * All that is known of these; `formats`: what each emitted file says of them; `own`: the user's rows
 * of names.
 */
export function explain(
  baseline: Baseline,
  typed: string,
  matches: readonly Match[],
  formats: readonly Emitted[],
  own: readonly OwnRow[] = [],
): Explanation {
  const programs = new Programs(baseline);
  const question = readQuestion(typed);
  const isFound = matches.length > 0;
  return {
    version: VERSION,
    image: baseline.image.name,
    asked: typed,
    runs: baseline.runs.each.length,
    entries: matches.map((match) => explainEntry(match, baseline, programs, own)),
    did: deedsOf(baseline, programsAmong(matches, typed)),
    formats,
    nearest: isFound ? [] : nearestTexts(baseline, question, MOST_NEAREST),
  };
}

function explainEntry(
  match: Match,
  baseline: Baseline,
  programs: Programs,
  own: readonly OwnRow[],
): ExplainedEntry {
  const { part, entry, fit, text } = match;
  const { runs, by, count, firstSeen, lastSeen, when } = entry;
  const seen = runsIn(runs).flatMap((place) => baseline.runs.each[place - 1] ?? []);
  return {
    part,
    words: describeEntry(part, entry),
    fit,
    field: text?.field ?? null,
    pattern: patternOf(match, own),
    evidence: { count, firstSeen, lastSeen, when },
    runIds: seen.map(({ id }) => id),
    inRuns: countRuns(runs),
    builds: sortedTexts(seen.map(({ build }) => build)),
    by,
    chain: programs.chainOf(by),
    concerns: concernsOf(part, entry).map(({ name, label, meaning, severity }) => ({
      name,
      label,
      meaning,
      severity,
    })),
    entry,
  };
}

function patternOf({ text }: Match, own: readonly OwnRow[]): ExplainedPattern | null {
  if (text?.pattern === undefined) return null;
  const { rule, stars } = text.pattern;
  return { text: text.text, rule, ...ruleWords(rule, own), stars };
}

/** The programs that are meant, if a program is: they did something, or run. */
function programsAmong(matches: readonly Match[], typed: string): ReadonlySet<string> {
  const ran = matches.flatMap(({ part, entry, fit }) =>
    part === "executables" && fit !== "beside" ? [(entry as { readonly path: string }).path] : [],
  );
  return new Set([typed, ...ran]);
}

function deedsOf(baseline: Baseline, programs: ReadonlySet<string>): Explanation["did"] {
  return PART_NAMES.map((part) => ({
    part,
    count: entriesOf(baseline, part).filter(({ by }) => by.some((each) => programs.has(each)))
      .length,
  })).filter(({ count }) => count > 0);
}
