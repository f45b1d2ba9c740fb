/**
 * What a template of the user's own format can call. Those of QUOTING turn a recorded text, which may
 * be anything, into one that means itself where it is put.
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

/** One line in which nothing acts on a terminal. */
function plain(value: unknown): string {
  return printable(textOf(value));
}

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return typeof value === "object" && value !== null ? Object.values(value) : [];
}

/** A spreadsheet takes what begins so for a formula. */
function harmless(text: string): string {
  return /^\s*[=+\-@]/u.test(text) ? `'${text}` : text;
}

function markdownEscape(character: string): string {
  if (character === "<") return "&lt;";
  return character === "&" ? "&amp;" : `\\${character}`;
}

/** One word of a shell, whatever it holds; bytes that are no text as bash and zsh spell them. */
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
