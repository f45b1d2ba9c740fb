/**
 * Functions for templates of the user's own formats. Those in QUOTING escape a recorded text, which
 * may contain anything, for the place where it is written.
 */
import { jsonText } from "../comment.js";
import type { Helpers } from "../render.js";
import { bytesFromText, printable } from "../../model/text.js";

const QUOTING: Helpers = {
  json: jsonText,
  yaml: jsonText,
  csv: (value) => `"${harmless(plain(value)).replaceAll('"', '""')}"`,
  markdown: (value) => plain(value).replace(/[\\`*_{}[\]<>()#+.!|~&$@-]/gu, markdownEscape),
  shell: (value) => shellWord(textOf(value)),
};

const FILTERS: Helpers = {
  eq: (a, b) => a === b,
  default: (value, other) =>
    value === undefined || value === null || value === "" ? other : value,
  join: (value, between) =>
    listOf(value)
      .map(textOf)
      .join(between === undefined ? ", " : textOf(between)),
  lower: (value) => textOf(value).toLowerCase(),
  upper: (value) => textOf(value).toUpperCase(),
  count: (value) => String(listOf(value).length),
};

export const OWN_HELPERS: Helpers = { ...QUOTING, ...FILTERS };

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return value === undefined || value === null ? "" : JSON.stringify(value);
}

/** One line without characters that a terminal interprets. */
function plain(value: unknown): string {
  return printable(textOf(value));
}

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return typeof value === "object" && value !== null ? Object.values(value) : [];
}

/** A spreadsheet takes a text with such a beginning for a formula. */
function harmless(text: string): string {
  return /^\s*[=+\-@]/u.test(text) ? `'${text}` : text;
}

function markdownEscape(character: string): string {
  if (character === "<") return "&lt;";
  return character === "&" ? "&amp;" : `\\${character}`;
}

/** One shell word for any text; bytes that are not text in the notation of bash and zsh. */
function shellWord(text: string): string {
  if (/^[\w./:@%+,=-]+$/u.test(text) && !text.startsWith("-")) return text;
  if (!/[\p{Cc}\p{Cs}\p{Cf}\p{Zl}\p{Zp}]/u.test(text)) return `'${text.replaceAll("'", `'\\''`)}'`;
  const bytes = [...bytesFromText(text)].map((byte) =>
    byte < 0x20 || byte > 0x7e || byte === 0x27 || byte === 0x5c
      ? `\\x${byte.toString(16).padStart(2, "0")}`
      : String.fromCharCode(byte),
  );
  return `$'${bytes.join("")}'`;
}
