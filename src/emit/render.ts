/**
 * Templates. A template is text with places to fill in: it can loop and choose
 * by what it is given, and call the helpers of its format, and nothing else. A
 * template of a user's can render other text, but reach no file, no prototype
 * and no partial, and print nothing.
 */
import Handlebars from "handlebars";
import { readFileSync } from "node:fs";
import { CxrayError } from "../model/errors.js";
import { packageFile } from "../package/package-root.js";

/** By name; each turns one value into text that is safe where a format puts it. */
export type Helpers = Readonly<Record<string, (value: unknown) => string>>;

/** Fills a template in. Throws `bad-template`. */
export type Template = (view: object) => string;

const BLOCKS = ["if", "unless", "each", "with"] as const;

/** Handlebars of our own, with the block helpers a template needs and no others. */
function environment(helpers: Helpers): typeof Handlebars {
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
  return own;
}

/**
 * Compiles a template's text. `name` is what an error calls it. A value that
 * the view lacks is an error, not an empty place.
 */
export function compileTemplate(source: string, name: string, helpers: Helpers): Template {
  const known = [...BLOCKS, ...Object.keys(helpers)].map((helper) => [helper, true] as const);
  const fill = environment(helpers).compile<object>(source, {
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

/** Reads a shipped template (a name below templates/) or, where `own` is given, a user's file. */
export function loadTemplate(shipped: string, helpers: Helpers, own?: string): Template {
  const path = own ?? packageFile(`templates/${shipped}`);
  let source: string;
  try {
    source = readFileSync(path, "utf8");
  } catch (error) {
    throw badTemplate(path, error);
  }
  return compileTemplate(source, path, helpers);
}

/** The error about a template; `cause` says what is wrong with it. */
export function badTemplate(name: string, cause: unknown): CxrayError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new CxrayError(
    "bad-template",
    `the template ${name} can't be used: ${reason}`,
    "Compare it with the shipped one in the package's templates/ folder.",
    { cause },
  );
}
