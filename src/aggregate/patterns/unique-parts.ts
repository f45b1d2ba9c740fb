/** Parts of names whose form alone shows that they differ each time. */
import { hexExpression, type KnownSpan } from "./known-span.js";
import { runsOf } from "./random-parts.js";

const UUID = /(?<![0-9A-Za-z])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9A-Za-z])/giu;
/** Hexadecimal digits of random numbers and digests, from 128 bits on. */
const HEX =
  /(?<![0-9A-Za-z])(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{48}|[0-9a-f]{64}|[0-9a-f]{128})(?![0-9A-Za-z])/gu;
/** Ruby's tempfile: the date, the process id, and up to seven characters. */
const RUBYS = /(?:19|20)[0-9]{6}-[0-9]{1,7}-[0-9a-z]{1,7}(?![0-9A-Za-z])/gu;
const SHORTEST = 14;
const TOKEN = /[A-Za-z0-9]{20,}/gu;
/**
 * Mean characters per run of one character class: random letters and digits have 2, words 4 or
 * more.
 */
const LONGEST_MEAN_RUN = 2.5;

/** The spans, the most reliable forms first. */
export function uniqueSpans(name: string): KnownSpan[] {
  if (name.length < SHORTEST) return [];
  const spans = [
    ...spansOf(UUID, name, hexExpression),
    ...spansOf(HEX, name, hexExpression),
    ...spansOf(RUBYS, name, () => "[0-9]{8}-[0-9]+-[0-9a-z]+"),
  ];
  const tokens = spansOf(TOKEN, name, (text) => {
    const letters = /[A-Z]/u.test(text) ? "[A-Za-z0-9]" : "[a-z0-9_]";
    return `${letters}{${String(text.length)}}`;
  });
  const random = tokens.filter(({ start, end }) => {
    const text = name.slice(start, end);
    const isMixed = /[a-zA-Z]/u.test(text) && /[0-9]/u.test(text);
    return isMixed && text.length <= LONGEST_MEAN_RUN * runsOf(text);
  });
  return [...spans, ...random];
}

function spansOf(
  pattern: RegExp,
  name: string,
  expressionOf: (text: string) => string,
): KnownSpan[] {
  return [...name.matchAll(pattern)].map(({ 0: text, index }) => ({
    start: index,
    end: index + text.length,
    expression: expressionOf(text),
  }));
}
