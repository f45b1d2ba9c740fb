/**
 * A container's text as Falco sees it, and as a rules file can hold it.
 *
 * Falco pastes list items into conditions as text, so each item has its own quotes. Falco replaces
 * control characters and bytes that are not UTF-8 by U+FFFD before it compares, except in arguments
 * that are not paths.
 */
import { literalsOfPattern } from "../../model/baseline/pattern.js";
import { PLAIN, REFUSED_BY_YAML } from "../comment.js";

/** The characters that Falco replaces. */
const REPLACED = /[\u0000-\u001f\u007f]|\p{Cs}/gu;

/** A recorded text as Falco's conditions see it. */
export function asFalcoSees(text: string): string {
  return PLAIN.test(text) ? text : text.replace(REPLACED, "\ufffd");
}

/**
 * Whether a quoted string can hold the text. In Falco a quote after a backslash never ends a
 * string, even if that backslash is escaped, so no quoted string can end in a backslash.
 */
export function isQuotable(text: string): boolean {
  return !text.endsWith("\\");
}

/**
 * Separate words inside a string: Falco expands list names there too, and a file's name may contain
 * the name of any list in the user's rules.
 */
const WORD_ALONE = /(?<=[ \t\r\n(),=])[^ \t\r\n(),=]+(?=[ \t\r\n(),=])/gu;

/** The characters around such a word. */
const DELIMITER = /[ \t\r\n(),=]/;

/** Whether a list item can hold the text: it can be quoted and contains no separate word. */
export function isListable(text: string): boolean {
  return isQuotable(text) && (!DELIMITER.test(text) || text.search(WORD_ALONE) < 0);
}

/** A string of a condition. The text must be quotable. */
export function quote(text: string): string {
  if (!isQuotable(text)) throw new RangeError("a quoted string can't end in a backslash");
  return `"${text.replace(/[\\"]/g, "\\$&")}"`;
}

/**
 * Literal text in a glob. `(` is escaped because Falco enables glibc's extended globs, such as
 * `@(a|b)`. A final backslash goes into brackets, so that the pattern stays quotable; so does the
 * first letter of a separate word, so that it is no list's name.
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
 * A glob for a text that Falco leaves as it is: `?` for each byte that is a control character or
 * not UTF-8. Null: the text has no such byte and can be compared directly.
 */
export function rawGlob(text: string): string | null {
  if (text.search(REPLACED) < 0) return null;
  return text
    .split(/([\u0000-\u001f\u007f]|\p{Cs})/u)
    .map((part, at) => (at % 2 === 1 ? "?" : globLiteral(part)))
    .join("");
}

/** Literal text in a regular expression (RE2). It never ends in a backslash. */
function regexLiteral(text: string): string {
  const apart = (part: string): string =>
    part.replace(/[$.*+?(){}|]|[\\^[\]]/g, (each) =>
      "\\^[]".includes(each) ? `\\x${each.charCodeAt(0).toString(16)}` : `[${each}]`,
    );
  return splitWords(text, apart, (word) => splitWord(word, apart));
}

/** A star of unknown content. */
export const ANYTHING = "[^/]*";

/** A pattern of a baseline (src/model/baseline/pattern.ts) as a regular expression. */
export function patternRegex(pattern: string, stars: readonly string[] = []): string {
  return literalsOfPattern(pattern)
    .map((literal, at) => (at === 0 ? "" : (stars[at - 1] ?? ANYTHING)) + regexLiteral(literal))
    .join("");
}

/** A one-line YAML scalar, in single quotes if possible, else in double quotes. */
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
