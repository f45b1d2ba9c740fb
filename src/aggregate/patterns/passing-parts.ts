/**
 * The random part of a name that was made exclusively and given up again: what mkstemp, Python's
 * tempfile and their like put there.
 */
import type { KnownSpan } from "./known-span.js";
import { looksRandom } from "./random-parts.js";

/** Python's tempfile: any prefix, eight characters, and a suffix. */
const PYTHONS = /[a-z0-9_]{8}(?=(?:\.[A-Za-z0-9_.-]*)?$)/u;
const TOKEN = /[A-Za-z0-9]+/gu;
/** Templates whose whole word is random; of other words the last six characters are. */
const WHOLE = new Set([8, 10, 12, 16]);
const LAST = 6;
const DIGITS = /^[0-9]{6,}$/u;
/** `appLockFile`: no letters by chance */
const WORDS = /^[a-z]*(?:[A-Z][a-z]{2,}|[A-Z]{2,}(?![a-z]))*[0-9]{0,2}$/u;

/** Null: nothing in it reads random. */
export function passingSpan(name: string, isPythons: boolean): KnownSpan | null {
  const pythons = isPythons ? PYTHONS.exec(name) : null;
  if (pythons !== null) {
    const start = pythons.index;
    return { start, end: start + 8, expression: "[a-z0-9_]{8}" };
  }
  for (const { 0: token, index } of [...name.matchAll(TOKEN)].reverse()) {
    const end = index + token.length;
    if (DIGITS.test(token)) return { start: index, end, expression: "[0-9]+" };
    if (token.length < LAST || WORDS.test(token)) continue;
    const isWhole = index > 0 && WHOLE.has(token.length);
    const start = isWhole ? index : end - LAST;
    if (!looksRandom(name.slice(start, end))) continue;
    return { start, end, expression: `[A-Za-z0-9]{${String(end - start)}}` };
  }
  return null;
}
