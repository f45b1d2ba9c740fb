/** What a format is. `formats.ts` lists them all. */
import type { Baseline } from "../model/baseline/baseline.js";
import type { Event } from "../model/events/events.js";
import type { Policy } from "../policy/index.js";
import type { LongList, SizeLimit } from "./long-lists.js";
import type { Helpers, Template } from "./render.js";

/**
 * Options by name, as cxray.yaml spells them: `{ template: "own.hbs", errno: "EPERM" }`. Every
 * format has `template`; of the others each reads its own, and leaves the rest alone.
 */
export interface EmitOptions {
  readonly [name: string]: unknown;
  /** a template of the user's own, in place of the shipped one */
  readonly template?: string | undefined;
  /**
   * By the name of an image: the users of its containers' first processes, each once, where a database
   * says so of all of them. A baseline has them not.
   */
  readonly mainUsersOf?: (image: string) => readonly number[];
  /** what no file may allow; the core takes it out of the baseline before a format sees it */
  readonly policy?: Policy | undefined;
}

/** One option of a format, as the command line offers it. */
export interface FormatOption {
  readonly type: "string" | "boolean";
  readonly describe: string;
  readonly choices?: readonly string[];
  /** for help */
  readonly defaultDescription: string;
}

/** A file's text, and what the person who asked for it should know. */
export interface Rendered {
  readonly text: string;
  /** one sentence each */
  readonly warnings: readonly string[];
}

/** `Own`: the format's options, once they are read. */
interface FormatBase<Own> {
  /** as `--format` takes it */
  readonly name: string;
  /** one line for help and documentation */
  readonly summary: string;
  /** below templates/, the shipped template */
  readonly template: string;
  /** what a file of it is called; among those of several images the image's name comes before it */
  readonly file: string;
  /** what a template can call to write a value */
  readonly helpers: Helpers;
  /** the file may hold secrets (command lines): only its owner may read it */
  readonly secret: boolean;
  /** The format's own options, out of all that are given. */
  readOptions(given: EmitOptions): Own;
}

/** One of the files that are written together. */
export interface NamedText {
  /** the file's, in a folder of the user's */
  readonly name: string;
  readonly text: string;
}

export interface RenderedSet {
  readonly files: readonly NamedText[];
  /** one sentence each */
  readonly warnings: readonly string[];
}

/** The template, whose header is about this baseline; null: about no image, only the limits. */
export type TemplateFor = (baseline: Baseline | null) => Template;

/** Several images at once, in files that belong together. */
export interface SetOfFiles<Own = unknown> {
  render(baselines: readonly Baseline[], templateFor: TemplateFor, options: Own): RenderedSet;
  validate(files: readonly NamedText[], baselines: readonly Baseline[]): void;
  /** one sentence: how they are used together */
  order(folder: string, names: readonly string[]): string;
}

/**
 * A document about one image. Its template writes `header`, a list of lines that `headerOf` makes and
 * the core adds to the view, where a reader of the file finds it: as comments, or in a field that
 * whatever reads the file leaves alone.
 */
export interface BaselineFormat<Own = unknown> extends FormatBase<Own> {
  readonly input: "baseline";
  /** what no file of the format can say, a sentence each; the header says it */
  readonly limits: readonly string[];
  /** lists that are written entry by entry: a warning, and the header, say which are too long */
  readonly lists: readonly LongList[];
  /** what its readers take no more of, the largest first */
  readonly sizes?: readonly SizeLimit[];
  /** Throws `no-behaviour` where the baseline has nothing that the format could say. */
  render(baseline: Baseline, template: Template, options: Own): Rendered;
  /** Parses what was rendered and compares it with the baseline; throws an Error that says why. */
  validate(text: string, baseline: Baseline, options: Own): void;
  /** absent: each image has a file of its own, which needs no other */
  readonly set?: SetOfFiles<Own>;
}

/** A line per event. */
export interface EventsFormat<Own = unknown> extends FormatBase<Own> {
  readonly input: "events";
  /** Tells of an event whether it gets a line. */
  selector(options: Own): (event: Event) => boolean;
  /** A function from an event to its line, with its line break. */
  renderer(template: Template): (event: Event) => string;
  /** Parses one line; throws an Error that says why it is none. */
  validate(line: string): void;
}

export type Format = BaselineFormat | EventsFormat;
