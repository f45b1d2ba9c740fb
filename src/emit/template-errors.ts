/** Errors in templates: which template, which line, which field. */
import { CxrayError } from "../model/errors.js";

/** The error for a template; `cause` says what is wrong. */
export function badTemplate(name: string, cause: unknown): CxrayError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const { name: helper, line = "?" } = UNKNOWN_HELPER.exec(message)?.groups ?? {};
  return new CxrayError(
    "bad-template",
    `the template ${name} can't be used: ${helper === undefined ? reasonOf(message, cause) : `line ${line} uses ${helper}, which templates of this format do not have`}`,
    helper === undefined ? COMPARE : [COMPARE, "Is it a template of another format?"],
    { cause },
  );
}

/** Replaces messages of Handlebars that quote the file or mention its internals. */
function reasonOf(message: string, cause: unknown): string {
  const place = /^(?:Parse|Lexical) error on line (?<line>\d+)/u.exec(message)?.groups?.["line"];
  if (place !== undefined) return `line ${place} is not valid in a template: check its braces`;
  const { field = "", at = "" } = MISSING_FIELD.exec(message)?.groups ?? {};
  if (field !== "") return `line ${at} asks for ${field}, which is not there`;
  const partial = /^The partial (?<name>\S+) could not be found/u.exec(message)?.groups?.["name"];
  if (partial !== undefined) return `it includes the template ${partial}, which does not exist`;
  const block = /^(?<what>\S+ doesn't match \S+) - (?<at>\d+):\d+$/u.exec(message)?.groups;
  if (block !== undefined) return `line ${block["at"] ?? ""}: ${block["what"] ?? ""}`;
  const isEndless = cause instanceof RangeError;
  return isEndless ? "it includes itself without end" : message;
}

const COMPARE =
  "docs/templates.md says what a template can use; cxray templates export copies the shipped ones.";
/** Handlebars' message, which mentions an option that users do not have. */
const UNKNOWN_HELPER =
  /knownHelpersOnly, but used the unknown helper (?<name>\S+)(?: - (?<line>\d+))?/u;
const MISSING_FIELD = /^"(?<field>[^"]*)" not defined in .* - (?<at>\d+):\d+$/su;
