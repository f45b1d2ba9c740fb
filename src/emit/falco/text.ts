/**
 * Text from a container as Falco sees it, and as a rules file can hold it.
 *
 * Falco puts a list's items into conditions as text, so an item carries its own quotes. What it
 * compares with has U+FFFD in place of every control character and every byte that is no UTF-8.
 */
import { literalsOfPattern } from "../../model/pattern.js";
import { REFUSED_BY_YAML } from "../comment.js";

/** What Falco replaces. */
const REPLACED = /[\u0000-\u001f\u007f]|\p{Cs}/gu;

/** A recorded text as it reaches Falco's conditions. */
export function asFalcoSees(text: string): string {
  return text.replace(REPLACED, "\ufffd");
}

/**
 * Whether a quoted string can hold the text. Falco ends a string at a quote that doesn't follow a
 * backslash, without asking whether that backslash is itself escaped, so that no quoted string can
 * end in one.
 */
export function isQuotable(text: string): boolean {
  return !text.endsWith("\\");
}

/** A string of a condition. The text has to be quotable. */
export function quote(text: string): string {
  if (!isQuotable(text)) throw new RangeError("a quoted string can't end in a backslash");
  return `"${text.replace(/[\\"]/g, "\\$&")}"`;
}

/**
 * Literal text in a glob. `(` is escaped since glibc's extended globs, `@(a|b)` and so on, are on;
 * a backslash at the end stands in brackets so that the pattern stays quotable.
 */
export function globLiteral(text: string): string {
  const body = isQuotable(text) ? text : text.slice(0, -1);
  return body.replace(/[\\*?[(]/g, "\\$&") + (isQuotable(text) ? "" : "[\\\\]");
}

/** A pattern of a baseline (src/model/pattern.ts) as a glob. */
export function globPattern(pattern: string): string {
  return literalsOfPattern(pattern).map(globLiteral).join("*");
}

/** A YAML scalar on one line: in single quotes where that suffices, else in double quotes. */
export function yamlScalar(value: unknown): string {
  const text = String(value);
  if (text.search(REFUSED_BY_YAML) < 0) return `'${text.replaceAll("'", "''")}'`;
  return `"${text.replace(/["\\]/g, "\\$&").replace(REFUSED_BY_YAML, yamlEscape)}"`;
}

function yamlEscape(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\U${code.padStart(8, "0")}` : `\\u${code.padStart(4, "0")}`;
}

/** A condition's lines as YAML: one on its own as a scalar, several as a folded block. */
export function yamlCondition(value: unknown): string {
  const lines = value as readonly string[];
  if (lines.length === 1) return yamlScalar(lines[0]);
  if (!lines.every((line) => /^[(\w][\x20-\x7e]*$/.test(line))) {
    throw new RangeError("only plain text can stand in a folded block");
  }
  return [">-", ...lines.map((line) => `    ${line}`)].join("\n");
}
