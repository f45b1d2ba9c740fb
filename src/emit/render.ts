/**
 * Templates. A template is text with places to fill in. It can loop and branch on its view, call
 * its format's helpers, and include templates that lie beside it or beside the format's own. It can
 * do nothing else: a user's template reads no other files, reaches no prototype and prints nothing.
 */
import Handlebars from "handlebars";
import { existsSync, lstatSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CxrayError, systemReason } from "../model/errors.js";
import { readOwnFile } from "../files/own-file.js";
import { packageFile } from "../files/package-root.js";
import { strictTree } from "./strict-tree.js";
import { badTemplate } from "./template-errors.js";

/**
 * Functions by name. Each turns a value into text that is safe in its format, or filters a value;
 * arguments after the value in the template are passed on.
 */
export type Helpers = Readonly<Record<string, (value: unknown, ...more: unknown[]) => unknown>>;

/** Fills a template in. Throws `bad-template`. */
export type Template = (view: object) => string;

const BLOCKS = ["if", "unless", "each", "with"] as const;

/** Templates that others may include by `{{> name}}`, by name, and the path of each. */
export type Sections = Readonly<Record<string, { readonly path: string; readonly text: string }>>;

/** A Handlebars instance with only the block helpers that templates need. */
function environment(helpers: Helpers): typeof Handlebars {
  const own = Handlebars.create();
  for (const name of Object.keys(own.helpers)) {
    const isNeeded = (BLOCKS as readonly string[]).includes(name) || name.endsWith("Missing");
    if (!isNeeded) own.unregisterHelper(name);
  }
  // without inline partials no template can include itself endlessly
  own.unregisterDecorator("inline");
  for (const [name, write] of Object.entries(helpers)) {
    // the last argument is Handlebars' own
    own.registerHelper(name, (...args: unknown[]) => write(...(args.slice(0, -1) as [unknown])));
  }
  return own;
}

/**
 * Compiles a template's text. Errors call it `name`. A value that the view lacks is an error, not
 * empty text.
 */
export function compileTemplate(
  source: string,
  name: string,
  helpers: Helpers,
  sections: Sections = {},
): Template {
  const own = environment(helpers);
  const known = [...BLOCKS, ...Object.keys(helpers)].map((helper) => [helper, true] as const);
  const options = {
    noEscape: true,
    strict: true,
    knownHelpers: Object.fromEntries(known),
    knownHelpersOnly: true,
  };
  const compile = (
    text: string,
    path: string,
    isFirst = false,
  ): Handlebars.TemplateDelegate<object> => {
    // compiled at the first use: a template that is never reached may be invalid
    let fill: Handlebars.TemplateDelegate<object> | null = null;
    return (view, given) =>
      inWords(path, isFirst, () => {
        fill ??= own.compile<object>(strictTree(own.parse(text)), options);
        return fill(view, given);
      });
  };
  for (const [section, { path, text }] of Object.entries(sections)) {
    own.registerPartial(section, compile(text, path));
  }
  const fill = compile(source, name, true);
  return (view) =>
    fill(view, { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false });
}

/** An error names the template in which it occurs; endless recursion names the first one. */
function inWords<T>(path: string, isFirst: boolean, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof CxrayError || (error instanceof RangeError && !isFirst)) throw error;
    throw badTemplate(path, error);
  }
}

/**
 * Reads a shipped template (a path below templates/) or, with `own`, a user's file. Either may
 * include others: those beside the user's file come first, then those in the shipped template's
 * directory.
 */
export function loadTemplate(shipped: string, helpers: Helpers, own?: string): Template {
  const standard = packageFile(`templates/${shipped}`);
  const source = own === undefined ? readFileSync(standard, "utf8") : readOwnTemplate(own);
  const folders = own === undefined ? [] : [dirname(own)];
  const name = own ?? standard;
  return compileTemplate(source, name, helpers, sectionsOf(source, folders, dirname(standard)));
}

/** Reads a template of a user's own format, which may include templates beside it. */
export function loadOwnTemplate(path: string, helpers: Helpers): Template {
  const source = readOwnTemplate(path);
  return compileTemplate(source, path, helpers, sectionsOf(source, [dirname(path)], null));
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

/**
 * The templates that a template includes, directly or indirectly. The first directory that has one
 * wins.
 */
function sectionsOf(source: string, own: readonly string[], shipped: string | null): Sections {
  const sections: Record<string, { path: string; text: string }> = {};
  const addFrom = (text: string): void => {
    for (const [, name = ""] of text.matchAll(TAKEN_IN)) {
      if (Object.hasOwn(sections, name)) continue;
      const section = readSection(`${name}.hbs`, own, shipped);
      if (section === null) continue; // reported when the template is filled in
      sections[name] = section;
      addFrom(section.text);
    }
  };
  addFrom(source);
  return sections;
}

function readSection(
  file: string,
  own: readonly string[],
  shipped: string | null,
): { path: string; text: string } | null {
  for (const folder of own) {
    const path = join(folder, file);
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) {
      return { path, text: readOwnTemplate(path) };
    }
  }
  const path = shipped === null ? null : join(shipped, file);
  return path !== null && existsSync(path) ? { path, text: readFileSync(path, "utf8") } : null;
}
