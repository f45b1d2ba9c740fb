/** Finds the entries of a baseline that match a question. */
import type { Baseline } from "../model/baseline/baseline.js";
import { entriesOf } from "../model/baseline/lists.js";
import { PART_NAMES, PARTS, type EntryOf, type PartName } from "../model/baseline/parts.js";
import { patternTest } from "../model/baseline/pattern.js";
import { printable } from "../model/text.js";
import type { Endpoint, Question } from "./question.js";
import { textsOf, type EntryText } from "./texts.js";

/**
 * How an entry matches: its name is what was typed; its pattern matches it; its name ends with it; or
 * another field has it, such as another name, an address or an argument.
 */
export type Fit = "is" | "pattern" | "named" | "beside";

const FITS: readonly Fit[] = ["is", "pattern", "named", "beside"];

export interface Match<P extends PartName = PartName> {
  readonly part: P;
  readonly entry: EntryOf<P>;
  readonly fit: Fit;
  /** the text that matches; null for the entry as a whole */
  readonly text: EntryText | null;
}

/** The matches, by kind and then in the order of the document. Endings count only if no name matches. */
export function findMatches(baseline: Baseline, question: Question): Match[] {
  const all = PART_NAMES.flatMap((part) => matchesIn(part, baseline, question));
  const isCertain = all.some(({ fit }) => fit === "is" || fit === "pattern");
  return FITS.filter((fit) => fit !== "named" || !isCertain).flatMap((fit) =>
    all.filter((match) => match.fit === fit),
  );
}

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- ties the entries to their list
function matchesIn<P extends PartName>(part: P, baseline: Baseline, question: Question): Match[] {
  return entriesOf(baseline, part).flatMap((entry) => {
    const match = matchOf(part, entry, question);
    return match === null ? [] : [match];
  });
}

function matchOf<P extends PartName>(part: P, entry: EntryOf<P>, asked: Question): Match<P> | null {
  if (asked.isMeant(PARTS[part].words(entry))) return { part, entry, fit: "is", text: null };
  const texts = textsOf(part, entry);
  if (asked.endpoint !== null && fitsEndpoint(entry, texts, asked.endpoint)) {
    return { part, entry, fit: "is", text: null };
  }
  let best: Match<P> | null = null;
  for (const text of texts) {
    const fit = fitOf(text, asked);
    if (fit === null || (best !== null && FITS.indexOf(best.fit) <= FITS.indexOf(fit))) continue;
    best = { part, entry, fit, text };
  }
  return best;
}

function fitOf({ text, isName, pattern }: EntryText, asked: Question): Fit | null {
  if (asked.isMeant(text)) return isName ? "is" : "beside";
  if (pattern !== undefined && testOf(text, pattern.stars)(asked.text)) {
    return isName ? "pattern" : "beside";
  }
  const hasLastName = text.startsWith("/") && !asked.text.includes("/");
  return hasLastName && asked.isMeant(text.slice(text.lastIndexOf("/") + 1)) ? "named" : null;
}

function testOf(text: string, stars: readonly string[]): (name: string) => boolean {
  try {
    return patternTest(text, stars);
  } catch {
    return patternTest(text); // a baseline that somebody wrote by hand
  }
}

function fitsEndpoint(entry: object, texts: readonly EntryText[], asked: Endpoint): boolean {
  const { port, transport } = entry as { readonly port?: number; readonly transport?: string };
  if (port !== asked.port) return false;
  if (asked.transport !== null && transport !== asked.transport) return false;
  return asked.host === null || texts.some(({ text }) => text.toLowerCase() === asked.host);
}

/** Texts of a baseline that are similar to what was typed, the nearest first. */
export function nearestTexts(baseline: Baseline, question: Question, most: number): string[] {
  const { text: typed } = question;
  const known = new Set(
    PART_NAMES.flatMap((part) => namesIn(part, baseline)).filter((text) => text.length > 2),
  );
  const scored = [...known]
    .map((text) => ({ text, score: nearness(typed.toLowerCase(), text.toLowerCase()) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.text.length - b.text.length);
  return scored.slice(0, most).map(({ text }) => printable(text));
}

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- ties the entries to their list
function namesIn<P extends PartName>(part: P, baseline: Baseline): string[] {
  return entriesOf(baseline, part).flatMap((entry) =>
    textsOf(part, entry).flatMap(({ text, isName }) => (isName ? [text] : [])),
  );
}

/** 0 for not similar. Paths below it and texts that contain it are nearest, then similar letters. */
function nearness(typed: string, text: string): number {
  if (typed === "") return 0;
  if (text.startsWith(typed.endsWith("/") ? typed : `${typed}/`)) return 3;
  if (typed.length > 2 && text.includes(typed)) return 2.5;
  const [own, other] = [lastName(typed), lastName(text)];
  if (own.length > 2 && own === other) return 2;
  const score = similarity(typed, text);
  return score < LEAST_SIMILAR ? 0 : score;
}

const LEAST_SIMILAR = 0.6;

function lastName(text: string): string {
  return text.slice(text.lastIndexOf("/") + 1);
}

/** Dice's coefficient of letter pairs: 1 for equal texts, 0 if no pair is common. */
function similarity(a: string, b: string): number {
  const pairs = new Map<string, number>();
  for (let at = 0; at + 1 < a.length; at += 1) {
    const pair = a.slice(at, at + 2);
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  let common = 0;
  for (let at = 0; at + 1 < b.length; at += 1) {
    const left = pairs.get(b.slice(at, at + 2)) ?? 0;
    if (left === 0) continue;
    pairs.set(b.slice(at, at + 2), left - 1);
    common += 1;
  }
  return (2 * common) / Math.max(1, a.length + b.length - 2);
}
