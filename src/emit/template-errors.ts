/** What is wrong with a template: which one, which line, which field. */
import { CxrayError } from "../model/errors.js";

/** The error about a template; `cause` says what is wrong with it. */
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

/** In words of our own where the library quotes the file, or speaks of itself. */
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
/** In the library's own words, which speak of an option that a user doesn't know. */
const UNKNOWN_HELPER =
  /knownHelpersOnly, but used the unknown helper (?<name>\S+)(?: - (?<line>\d+))?/u;
const MISSING_FIELD = /^"(?<field>[^"]*)" not defined in .* - (?<at>\d+):\d+$/su;
