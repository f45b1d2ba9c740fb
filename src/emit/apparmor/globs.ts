/** Recorded paths as AppArmor's globs. `*` and `?` cross no slash there, as in a baseline. */
import { literalsOfPattern } from "../../model/baseline/pattern.js";

interface Named {
  readonly path: string;
  /** given: `path` is a pattern */
  readonly rule?: unknown;
  readonly stars?: readonly string[] | undefined;
}

/** What a star stands for in a name of fixed length: `[a-z0-9_]{8}` */
const FIXED = /^(?<set>\[[\w-]+\])\{(?<count>\d{1,2})\}$/u;
const LONGEST_FIXED = 16;

/** The glob that fits the path, or every path that fits the pattern; null: it is no absolute path. */
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

/** What the language or a reader of the file would take for something else. */
const ODD = /["\\\p{C}\p{Zl}\p{Zp}]/gu;

/**
 * A literal text. Of odd characters each byte becomes `?`, which fits any byte but a slash: no two
 * versions of the parser read escapes of them alike.
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
