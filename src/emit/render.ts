/**
 * Templates. A template is text with places to fill in: it can loop and choose
 * by what it is given, call the helpers of its format, take in templates that
 * lie beside it or beside the format's own, and nothing else. A template of a
 * user's can render other text, but reach no file but templates beside it, no
 * prototype, and print nothing.
 */
import Handlebars from "handlebars";
import { existsSync, lstatSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CxrayError, systemReason } from "../model/errors.js";
import { readOwnFile } from "../files/own-file.js";
import { packageFile } from "../files/package-root.js";

/** By name; each turns one value into text that is safe where a format puts it. */
export type Helpers = Readonly<Record<string, (value: unknown) => string>>;

/** Fills a template in. Throws `bad-template`. */
export type Template = (view: object) => string;

const BLOCKS = ["if", "unless", "each", "with"] as const;

/** By name; the text of templates that others may take in by `{{> name}}`. */
export type Sections = Readonly<Record<string, string>>;

/** Handlebars of our own, with the block helpers a template needs and no others. */
function environment(helpers: Helpers, sections: Sections): typeof Handlebars {
  const own = Handlebars.create();
  for (const name of Object.keys(own.helpers)) {
    const isNeeded = (BLOCKS as readonly string[]).includes(name) || name.endsWith("Missing");
    if (!isNeeded) own.unregisterHelper(name);
  }
  // inline partials are the one way a template could call itself without end
  own.unregisterDecorator("inline");
  for (const [name, write] of Object.entries(helpers)) {
    own.registerHelper(name, (...args: unknown[]) => write(args[0]));
  }
  own.registerPartial(sections);
  return own;
}

/**
 * Compiles a template's text. `name` is what an error calls it. A value that
 * the view lacks is an error, not an empty place.
 */
export function compileTemplate(
  source: string,
  name: string,
  helpers: Helpers,
  sections: Sections = {},
): Template {
  const known = [...BLOCKS, ...Object.keys(helpers)].map((helper) => [helper, true] as const);
  const fill = environment(helpers, sections).compile<object>(source, {
    noEscape: true,
    strict: true,
    knownHelpers: Object.fromEntries(known),
    knownHelpersOnly: true,
  });
  return (view) => {
    try {
      return fill(view, {
        allowProtoPropertiesByDefault: false,
        allowProtoMethodsByDefault: false,
      });
    } catch (error) {
      throw badTemplate(name, error);
    }
  };
}

/**
 * Reads a shipped template (a name below templates/) or, where `own` is given, a user's file. Either
 * may take in others: those beside the user's file, then those of the shipped one's folder.
 */
export function loadTemplate(shipped: string, helpers: Helpers, own?: string): Template {
  const standard = packageFile(`templates/${shipped}`);
  const source = own === undefined ? readFileSync(standard, "utf8") : readOwnTemplate(own);
  const folders = own === undefined ? [] : [dirname(own)];
  const name = own ?? standard;
  return compileTemplate(source, name, helpers, sectionsOf(source, folders, dirname(standard)));
}

function readOwnTemplate(path: string): string {
  const file = readOwnFile(path);
  if ("text" in file) return file.text;
  const isSystems = "error" in file;
  throw new CxrayError(
    "bad-template",
    isSystems
      ? `the template ${path} can't be read: ${systemReason(file.error)}`
      : `the template ${path} ${file.problem}`,
    isSystems ? "Check the file that --template, or template in cxray.yaml, names." : file.remedy,
  );
}

const TAKEN_IN = /\{\{~?>\s*(?<name>[\w-]+)/gu;

/** The templates that one takes in, and those that these do: of the first folder that has them. */
function sectionsOf(source: string, own: readonly string[], shipped: string): Sections {
  const sections: Record<string, string> = {};
  const addFrom = (text: string): void => {
    for (const [, name = ""] of text.matchAll(TAKEN_IN)) {
      if (Object.hasOwn(sections, name)) continue;
      const section = readSection(`${name}.hbs`, own, shipped);
      if (section === null) continue; // told when the template is filled in
      sections[name] = section;
      addFrom(section);
    }
  };
  addFrom(source);
  return sections;
}

function readSection(file: string, own: readonly string[], shipped: string): string | null {
  for (const folder of own) {
    const path = join(folder, file);
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) return readOwnTemplate(path);
  }
  const path = join(shipped, file);
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

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
  const partial = /^The partial (?<name>\S+) could not be found/u.exec(message)?.groups?.["name"];
  if (partial !== undefined) return `it includes the template ${partial}, which does not exist`;
  const isEndless = cause instanceof RangeError;
  return isEndless ? "it includes itself without end" : message;
}

const COMPARE = "Compare it with the shipped one in the package's templates/ folder.";
/** In the library's own words, which speak of an option that a user doesn't know. */
const UNKNOWN_HELPER =
  /knownHelpersOnly, but used the unknown helper (?<name>\S+)(?: - (?<line>\d+))?/u;
