/**
 * Text from a container as Falco sees it, and as a rules file can hold it.
 *
 * Falco puts a list's items into conditions as text, so an item carries its own quotes. What it
 * compares with has U+FFFD in place of every control character and every byte that is no UTF-8,
 * but in arguments that are no path.
 */
import { literalsOfPattern } from "../../model/baseline/pattern.js";
import { REFUSED_BY_YAML } from "../comment.js";

/** What Falco replaces. */
const REPLACED = /[\u0000-\u001f\u007f]|\p{Cs}/gu;

/** Most names; they are found without a look at what Unicode says of each character. */
const PLAIN = /^[\x20-\x7e]*$/;

/** A recorded text as it reaches Falco's conditions. */
export function asFalcoSees(text: string): string {
  return PLAIN.test(text) ? text : text.replace(REPLACED, "\ufffd");
}

/**
 * Whether a quoted string can hold the text. Falco ends a string at a quote that doesn't follow a
 * backslash, without asking whether that backslash is itself escaped, so that no quoted string can
 * end in one.
 */
export function isQuotable(text: string): boolean {
  return !text.endsWith("\\");
}

/**
 * Words that stand alone within a string: Falco puts a list's items in the place of its name there,
 * too. A file's name may hold the name of any list of whoever loads the rules.
 */
const WORD_ALONE = /(?<=[ \t\r\n(),=])[^ \t\r\n(),=]+(?=[ \t\r\n(),=])/gu;

/** What such a word stands between. */
const DELIMITER = /[ \t\r\n(),=]/;

/** Whether a list's item can hold the text: in a quoted string, without a word that stands alone. */
export function isListable(text: string): boolean {
  return isQuotable(text) && (!DELIMITER.test(text) || text.search(WORD_ALONE) < 0);
}

/** A string of a condition. The text has to be quotable. */
export function quote(text: string): string {
  if (!isQuotable(text)) throw new RangeError("a quoted string can't end in a backslash");
  return `"${text.replace(/[\\"]/g, "\\$&")}"`;
}

/**
 * Literal text in a glob. `(` is escaped since glibc's extended globs, `@(a|b)` and so on, are on;
 * a backslash at the end stands in brackets so that the pattern stays quotable, and so does the
 * first letter of a word that stands alone, so that it is no list's name.
 */
export function globLiteral(text: string): string {
  const body = isQuotable(text) ? text : text.slice(0, -1);
  const apart = (part: string): string => part.replace(/[\\*?[(]/g, "\\$&");
  return (
    splitWords(body, apart, (word) => splitWord(word, apart)) + (isQuotable(text) ? "" : "[\\\\]")
  );
}

function splitWords(
  text: string,
  plain: (part: string) => string,
  alone: (word: string) => string,
): string {
  let result = "";
  let end = 0;
  for (const { 0: word, index } of text.matchAll(WORD_ALONE)) {
    result += plain(text.slice(end, index)) + alone(word);
    end = index + word.length;
  }
  return result + plain(text.slice(end));
}

function splitWord(word: string, apart: (part: string) => string): string {
  const at = word.search(/[A-Za-z0-9_./:-]/);
  if (at < 0) return apart(word);
  return `${apart(word.slice(0, at))}[${word.charAt(at)}]${apart(word.slice(at + 1))}`;
}

/**
 * A text whose bytes reach conditions as they are, as a glob: a `?` for each byte that is a control
 * character or no UTF-8. Null where it has none: then it can be compared as it is.
 */
export function rawGlob(text: string): string | null {
  if (text.search(REPLACED) < 0) return null;
  return text
    .split(/([\u0000-\u001f\u007f]|\p{Cs})/u)
    .map((part, at) => (at % 2 === 1 ? "?" : globLiteral(part)))
    .join("");
}

/** Literal text in a regular expression (RE2), which never ends in a backslash. */
function regexLiteral(text: string): string {
  const apart = (part: string): string =>
    part.replace(/[$.*+?(){}|]|[\\^[\]]/g, (each) =>
      "\\^[]".includes(each) ? `\\x${each.charCodeAt(0).toString(16)}` : `[${each}]`,
    );
  return splitWords(text, apart, (word) => splitWord(word, apart));
}

/** What a star stood for, where that isn't known. */
export const ANYTHING = "[^/]*";

/** A pattern of a baseline (src/model/baseline/pattern.ts) as a regular expression. */
export function patternRegex(pattern: string, stars: readonly string[] = []): string {
  return literalsOfPattern(pattern)
    .map((literal, at) => (at === 0 ? "" : (stars[at - 1] ?? ANYTHING)) + regexLiteral(literal))
    .join("");
}

/** A YAML scalar on one line: in single quotes where that suffices, else in double quotes. */
export function yamlScalar(value: unknown): string {
  const text = String(value);
  if (PLAIN.test(text) || text.search(REFUSED_BY_YAML) < 0)
    return `'${text.replaceAll("'", "''")}'`;
  return `"${text.replace(/["\\]/g, "\\$&").replace(REFUSED_BY_YAML, yamlEscape)}"`;
}

function yamlEscape(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\U${code.padStart(8, "0")}` : `\\u${code.padStart(4, "0")}`;
}
