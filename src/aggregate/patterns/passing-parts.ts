/**
 * The random part in the name of a temporary file, as made by mkstemp, Python's tempfile and
 * similar functions.
 */
import type { KnownSpan } from "./known-span.js";
import { looksRandom, runsOf } from "./random-parts.js";

/**
 * A name of Python's tempfile, recognised by the name alone, for example of a directory or a
 * socket: eight characters after a separator.
 */
const PYTHONS_PART = /(?<=^|[.-])[a-z0-9_]{8}(?=(?:\.[A-Za-z0-9_.-]*)?$)/u;
const WORD = /^(?:[a-z]*[0-9]{0,2}|[0-9]+)$/u;
/**
 * Longer random parts. SQLite, for example, opens its files exclusively too:
 * `etilqs_2b9c53b0ad3fd604`.
 */
const LONGER = /[._-](?:[A-Za-z0-9]{10}|[A-Za-z0-9]{12}|[A-Za-z0-9]{16})(?:\.[A-Za-z0-9]*)?$/u;
const TOKEN = /[A-Za-z0-9]+/gu;
/** In words of these lengths the whole word is random; in others, the last six characters. */
const WHOLE = new Set([8, 10, 12, 16]);
/** A part that a library may have inserted, before a suffix. */
const PIECE = /[A-Za-z0-9_]{6,}(?=\.|$)/gu;
/** Python's tempfile: any prefix, eight characters, and a suffix. */
const PYTHONS = /[a-z0-9_]{8}$/u;
/** Perl's File::Temp: ten characters if it is given no template, else six. */
const PERLS_WHOLE = 10;
const LAST = 6;
const SHORTEST_HEAD = 4;
/** Java and Go insert a number of any length. */
const DIGITS = /(?<=^[A-Za-z]*)[0-9]{6,}$/u;
/** The mean length of runs of one character class in words, even in joined ones. */
const SHORTEST_MEAN_WORD = 3.5;

/**
 * The random part; null: there is none.
 * @param isTempfile it was opened in the way of Python's and Perl's libraries
 */
export function passingSpan(name: string, isTempfile: boolean): KnownSpan | null {
  const known = isTempfile && !LONGER.test(name) ? tempfileSpan(name) : null;
  if (known !== null) return known;
  const part = PYTHONS_PART.exec(name);
  if (part !== null && isPythons(part[0])) return pythonsSpan(part.index);
  for (const { 0: token, index } of [...name.matchAll(TOKEN)].reverse()) {
    const end = index + token.length;
    const digits = DIGITS.exec(token);
    if (digits !== null) return { start: index + digits.index, end, expression: "[0-9]+" };
    if (token.length < LAST || isWords(token)) continue;
    const isWhole = index > 0 && (WHOLE.has(token.length) || isLongTemplate(token));
    const start = isWhole ? index : end - LAST;
    if (!looksRandom(name.slice(start, end))) continue;
    return { start, end, expression: `[A-Za-z0-9]{${String(end - start)}}` };
  }
  return null;
}

/** The last part that looks random. Chance makes words too: if none looks random, the last part. */
function tempfileSpan(name: string): KnownSpan | null {
  const pieces = [...name.matchAll(PIECE)].map(({ 0: piece, index }) =>
    pieceSpan(piece, index + piece.length),
  );
  return (pieces.findLast(({ isRandom }) => isRandom) ?? pieces.at(-1))?.span ?? null;
}

function pieceSpan(piece: string, end: number): { span: KnownSpan; isRandom: boolean } {
  const pythons = PYTHONS.exec(piece)?.[0];
  if (pythons !== undefined) return { span: pythonsSpan(end - 8), isRandom: isPythons(pythons) };
  const length = piece.length === PERLS_WHOLE ? PERLS_WHOLE : LAST;
  const span = { start: end - length, end, expression: `[A-Za-z0-9_]{${String(length)}}` };
  return { span, isRandom: looksRandom(piece.slice(-length)) };
}

/** `my_file1` and `build_01` are words. */
function isPythons(part: string): boolean {
  const pieces = part.split("_");
  return pieces.length === 1 ? looksRandom(part) : pieces.some((piece) => !WORD.test(piece));
}

function pythonsSpan(start: number): KnownSpan {
  return { start, end: start + 8, expression: "[a-z0-9_]{8}" };
}

/** Whether the text before the last six characters looks random too. */
function isLongTemplate(token: string): boolean {
  const head = token.slice(0, -LAST);
  return head.length >= SHORTEST_HEAD && !WORD.test(head) && !isWords(head);
}

/** `appLockFile`, `backup2`: letters that form words. */
function isWords(token: string): boolean {
  const letters = token.replace(/[0-9]{1,2}$/u, "");
  return /^[A-Za-z]*$/u.test(letters) && letters.length >= SHORTEST_MEAN_WORD * runsOf(letters);
}
