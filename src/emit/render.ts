/**
 * Templates. A template is text with places to fill in: it can loop and choose
 * by what it is given, call the helpers of its format, take in the shipped
 * templates that lie beside the format's own, and nothing else. A template of a
 * user's can render other text, but reach no other file, no prototype and no
 * partial of its own, and print nothing.
 */
import Handlebars from "handlebars";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CxrayError, systemReason } from "../model/errors.js";
import { packageFile } from "../package/package-root.js";

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
 * may take in the other templates of the shipped one's folder.
 */
export function loadTemplate(shipped: string, helpers: Helpers, own?: string): Template {
  const standard = packageFile(`templates/${shipped}`);
  const path = own ?? standard;
  let source: string;
  try {
    source = readFileSync(path, "utf8");
  } catch (error) {
    throw new CxrayError(
      "bad-template",
      `the template ${path} can't be read: ${systemReason(error)}`,
      "Check the file that --template, or template in cxray.yaml, names.",
      { cause: error },
    );
  }
  return compileTemplate(source, path, helpers, sectionsBeside(standard));
}

/** The templates that lie beside one, by their names without extension. */
function sectionsBeside(template: string): Sections {
  const folder = dirname(template);
  const others = readdirSync(folder).filter((file) => join(folder, file) !== template);
  return Object.fromEntries(
    others.map((file) => [file.replace(/\.hbs$/, ""), readFileSync(join(folder, file), "utf8")]),
  );
}

/** The error about a template; `cause` says what is wrong with it. */
export function badTemplate(name: string, cause: unknown): CxrayError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const { name: helper, line = "?" } = UNKNOWN_HELPER.exec(message)?.groups ?? {};
  const reason =
    helper === undefined
      ? message
      : `line ${line} uses ${helper}, which templates of this format don't have`;
  return new CxrayError(
    "bad-template",
    `the template ${name} can't be used: ${reason}`,
    helper === undefined ? COMPARE : [COMPARE, "Is it a template of another format?"],
    { cause },
  );
}

const COMPARE = "Compare it with the shipped one in the package's templates/ folder.";
/** In the library's own words, which speak of an option that a user doesn't know. */
const UNKNOWN_HELPER =
  /knownHelpersOnly, but used the unknown helper (?<name>\S+)(?: - (?<line>\d+))?/u;
