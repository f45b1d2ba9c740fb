import { printable } from "../model/text.js";

/** Where `printable` leaves a character that a YAML reader may refuse. */
const REFUSED = /[^\x20\p{L}\p{M}\p{N}\p{P}\p{S}]/gu;

/** Text for a comment: one line, nothing but printable characters. */
export function commentText(value: unknown): string {
  return printable(String(value)).replace(
    REFUSED,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
