import { printable } from "../model/text.js";

/**
 * Characters that a YAML reader may refuse: control, format, unassigned and separator characters.
 */
export const REFUSED_BY_YAML = /[^\x20\p{L}\p{M}\p{N}\p{P}\p{S}]/gu;

/** Text for a comment: one line, printable characters only. */
export function commentText(value: unknown): string {
  return printable(String(value)).replace(
    REFUSED_BY_YAML,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** The same text inside a JSON string, for a header line. */
export function jsonComment(value: unknown): string {
  return JSON.stringify(commentText(value));
}

/** Printable ASCII, which needs no escaping: most texts are, and the test is fast. */
export const PLAIN = /^[\x20-\x7e]*$/u;

/** A value as JSON, which is valid YAML too; characters that are not printable are escaped. */
export function jsonText(value: unknown): string {
  const json = JSON.stringify(value ?? null);
  if (PLAIN.test(json)) return json;
  return json.replace(REFUSED_BY_YAML, (character) =>
    [...Array(character.length).keys()]
      .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}
