/**
 * Finds the lines of an emitted file that exist because of an entry. It compares the file with one
 * that was rendered without the entry, so it needs no knowledge of the format.
 */
import { documentOf, entriesOf, type Lists } from "../model/baseline/lists.js";
import type { Baseline } from "../model/baseline/baseline.js";
import { PART_NAMES } from "../model/baseline/parts.js";
import { keyOf } from "../model/baseline/same-entry.js";
import { printable } from "../model/text.js";
import type { Match } from "./find.js";
import { textsOf } from "./texts.js";

/** A rendered file, or why it can't be rendered. */
export type RenderedFile = { readonly text: string } | { readonly error: string };

export interface EmittedLine {
  /** from 1 */
  readonly line: number;
  /** the part of the line that is about the entry; printable */
  readonly text: string;
}

export interface Emitted {
  readonly format: string;
  /**
   * `stands`: these lines are there for it; `stays`: they would be there without it, too; `absent`:
   * the format says nothing of it; `failed`: the format can't be rendered
   */
  readonly state: "stands" | "stays" | "absent" | "failed";
  readonly lines: readonly EmittedLine[];
  /** of `failed`: why; printable */
  readonly problem: string | null;
}

/** The baseline without the matching entries. */
export function withoutMatches(baseline: Baseline, matches: readonly Match[]): Baseline {
  const left = new Set(matches.map(({ part, entry }) => `${part} ${keyOf(part, entry)}`));
  const lists = Object.fromEntries(
    PART_NAMES.map((part) => [
      part,
      entriesOf(baseline, part).filter((each) => !left.has(`${part} ${keyOf(part, each)}`)),
    ]),
  );
  return { ...baseline, ...documentOf(lists as unknown as Lists) };
}

/** The lines of a file that are about the matches. `without`: rendered without them. */
export function emittedLines(
  format: string,
  whole: RenderedFile,
  without: RenderedFile,
  matches: readonly Match[],
): Emitted {
  if ("error" in whole) {
    return { format, state: "failed", lines: [], problem: printable(whole.error) };
  }
  const own = "text" in without ? vanished(whole.text, without.text, spellings(matches)) : [];
  if (own.length > 0) return { format, state: "stands", lines: own, problem: null };
  const lines = holding(whole.text, [...new Set(matches.flatMap(askedOfMatch))]);
  const isNeeded = "error" in without && lines.length > 0;
  const state = lines.length === 0 ? "absent" : isNeeded ? "stands" : "stays";
  return { format, state, lines, problem: null };
}

/** The texts by which a file may name the entries, also as formats quote them. */
function spellings(matches: readonly Match[]): string[] {
  const texts = new Set(matches.flatMap(namesOfMatch));
  return [...texts].flatMap((text) => [
    text,
    JSON.stringify(text).slice(1, -1),
    text.replace(/^CAP_/u, ""),
  ]);
}

function namesOfMatch({ part, entry }: Match): string[] {
  return textsOf(part, entry)
    .filter(({ isName, text }) => isName && text.length > 2 && !NOT_NAMES.has(text))
    .map(({ text }) => text);
}

/** The name of the entry that matched the question. */
function askedOfMatch(match: Match): string[] {
  return match.text?.isName === true ? [match.text.text] : namesOfMatch(match);
}

/** Keys that many entries share, so they identify none. */
const NOT_NAMES: ReadonlySet<string> = new Set(["tcp", "udp", "unix", "used", "probed", "x86_64"]);

function vanished(whole: string, without: string, texts: readonly string[]): EmittedLine[] {
  const left = new Map<string, number>();
  const before = whole.split("\n");
  const after = without.split("\n");
  for (const line of after) left.set(line, (left.get(line) ?? 0) + 1);
  const gone = before.flatMap((line, index) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count > 0 ? [] : [{ line, index }];
  });
  const added = after.filter((line) => {
    const count = left.get(line) ?? 0;
    if (count <= 0) return false;
    left.set(line, count - 1);
    return true;
  });
  return gone.flatMap(({ line, index }) => {
    const text = excerptOf(line, counterpart(line, added), texts);
    return text === null ? [] : [{ line: index + 1, text: printable(text) }];
  });
}

/** The line that replaced it: one with the same beginning. */
function counterpart(line: string, added: readonly string[]): string | null {
  const least = Math.min(12, line.length / 2);
  let [best, longest]: [string | null, number] = [null, least];
  for (const each of added) {
    const length = commonStart(line, each);
    if (length >= longest) [best, longest] = [each, length];
  }
  return best;
}

function commonStart(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at;
}

/** The relevant part of a line that exists only with the entry; null if only a count differs. */
function excerptOf(line: string, other: string | null, texts: readonly string[]): string | null {
  const named = placeOfAny(line.toLowerCase(), texts);
  if (named !== null) return around(line, named.at, named.length);
  if (/^\s*(?:#|\/\/|"comment")/u.test(line)) return null;
  if (other === null) return around(line, 0, 0);
  const start = commonStart(line, other);
  const own = line.slice(start);
  const end = commonStart([...own].reverse().join(""), [...other.slice(start)].reverse().join(""));
  const part = own.slice(0, own.length - end);
  return /[\p{L}/]/u.test(part) ? around(line, start, part.length) : null;
}

function placeOfAny(
  line: string,
  texts: readonly string[],
): { readonly at: number; readonly length: number } | null {
  for (const text of texts) {
    const at = wholeWordAt(line, text.toLowerCase());
    if (at >= 0) return { at, length: text.length };
  }
  return null;
}

/** `read` is not in `readlink`, nor `/bin/sh` in `/usr/bin/sh`. */
function wholeWordAt(line: string, word: string): number {
  const isPart = (character: string | undefined): boolean =>
    character !== undefined && /[\p{L}\p{N}_/-]/u.test(character);
  for (let at = line.indexOf(word); at >= 0; at = line.indexOf(word, at + 1)) {
    const before = at === 0 ? undefined : line[at - 1];
    if (!isPart(before) && !isPart(line[at + word.length])) return at;
  }
  return -1;
}

const MOST_BEFORE = 40;
const LONGEST = 120;

function around(line: string, at: number, length: number): string {
  const from = Math.max(0, at - MOST_BEFORE);
  const to = Math.min(line.length, Math.max(at + length + MOST_BEFORE, from + LONGEST / 2));
  const start = from === 0 || line.slice(0, from).trim() === "" ? "" : "… ";
  return `${start}${line.slice(from, to).trim()}${to < line.length ? " …" : ""}`;
}

function holding(whole: string, texts: readonly string[]): EmittedLine[] {
  return whole.split("\n").flatMap((line, index) => {
    if (/^\s*(?:#|"comment")/u.test(line)) return [];
    const named = placeOfAny(line.toLowerCase(), texts);
    if (named === null) return [];
    return [{ line: index + 1, text: printable(around(line, named.at, named.length)) }];
  });
}
