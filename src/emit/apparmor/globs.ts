/**
 * Recorded paths as AppArmor globs. `*` and `?` do not match a slash, in AppArmor as in a baseline.
 */
import { literalsOfPattern } from "../../model/baseline/pattern.js";

interface Named {
  readonly path: string;
  /** set: `path` is a pattern */
  readonly rule?: unknown;
  readonly stars?: readonly string[] | undefined;
}

/** A star that matched names of a fixed length: `[a-z0-9_]{8}`. */
const FIXED = /^(?<set>\[[\w-]+\])\{(?<count>\d{1,2})\}$/u;
const LONGEST_FIXED = 16;

/** A glob for the path, or for the pattern; null: the path is not absolute. */
export function globOf({ path, rule, stars = [] }: Named): string | null {
  if (!path.startsWith("/")) return null;
  if (rule === undefined) return literal(path);
  const [first = "", ...rest] = literalsOfPattern(path);
  return literal(first) + rest.map((text, at) => starOf(stars[at]) + literal(text)).join("");
}

function starOf(star: string | undefined): string {
  const { set = "", count = "0" } = FIXED.exec(star ?? "")?.groups ?? {};
  const length = Number(count);
  return length > 0 && length <= LONGEST_FIXED ? set.repeat(length) : "*";
}

/** Characters that AppArmor's language or a reader of the file would misread. */
const ODD = /["\\\p{C}\p{Zl}\p{Zp}]/gu;

/**
 * A literal text. Each byte of an odd character becomes `?`, which matches any byte but a slash,
 * because the parser's versions differ in how they read escapes of these characters.
 */
export function literal(text: string): string {
  return text
    .replace(/[*?[\]{}^]/gu, "\0$&")
    .replace(ODD, (character) => (character === "\0" ? "\\" : "?".repeat(bytesIn(character))));
}

function bytesIn(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  const isRawByte = code >= 0xdc80 && code <= 0xdcff;
  return isRawByte ? 1 : Buffer.byteLength(character);
}
