/** The definition of a format. `formats.ts` lists all formats. */
import type { Baseline } from "../model/baseline/baseline.js";
import type { Event } from "../model/events/events.js";
import type { Policy } from "../policy/index.js";
import type { LongList, SizeLimit } from "./long-lists.js";
import type { Helpers, Template } from "./render.js";

/**
 * Options by name, as in cxray.yaml: `{ template: "own.hbs", errno: "EPERM" }`. Every format has
 * `template`; each reads its own other options and ignores the rest.
 */
export interface EmitOptions {
  readonly [name: string]: unknown;
  /** the user's own template, instead of the shipped one */
  readonly template?: string | undefined;
  /**
   * By image name: the ids of the users that its containers' first processes ran as, each once, if
   * the database has them for all containers. A baseline does not contain them.
   */
  readonly mainUsersOf?: (image: string) => readonly number[];
  /** what no file may allow; removed from the baseline before a format sees it */
  readonly policy?: Policy | undefined;
}

/** One option of a format on the command line. */
export interface FormatOption {
  readonly type: "string" | "boolean";
  readonly describe: string;
  readonly choices?: readonly string[];
  /** for `--help` */
  readonly defaultDescription: string;
}

/** A file's text, and warnings for the person who asked for it. */
export interface Rendered {
  readonly text: string;
  /** one sentence each */
  readonly warnings: readonly string[];
}

/** `Own`: the format's own options, parsed. */
interface FormatBase<Own> {
  /** as `--format` takes it */
  readonly name: string;
  /** one line for help and documentation */
  readonly summary: string;
  /** the shipped template, a path below templates/ */
  readonly template: string;
  /** the name of its file; in a set the image's name precedes it */
  readonly file: string;
  /** functions that the template may call to write a value */
  readonly helpers: Helpers;
  /** the file may hold secrets (command lines): only its owner may read it */
  readonly secret: boolean;
  /** Parses the format's own options. */
  readOptions(given: EmitOptions): Own;
}

/** One file of a set. */
export interface NamedText {
  /** the file's name, within the user's directory */
  readonly name: string;
  readonly text: string;
}

export interface RenderedSet {
  readonly files: readonly NamedText[];
  /** one sentence each */
  readonly warnings: readonly string[];
}

/**
 * A template with a header about this baseline; null: about no image, with the format's limits
 * only.
 */
export type TemplateFor = (baseline: Baseline | null) => Template;

/** Several images at once, as files that belong together. */
export interface SetOfFiles<Own = unknown> {
  render(baselines: readonly Baseline[], templateFor: TemplateFor, options: Own): RenderedSet;
  validate(files: readonly NamedText[], baselines: readonly Baseline[]): void;
  /** one sentence: how the files are used together */
  order(folder: string, names: readonly string[]): string;
}

/**
 * A document about one image. The core adds `header`, the lines of `headerOf`, to the template's
 * view. The template writes it where readers find it: as comments, or in a field that consumers of
 * the file ignore.
 */
export interface BaselineFormat<Own = unknown> extends FormatBase<Own> {
  readonly input: "baseline";
  /** what the format cannot express, a sentence each; the header lists them */
  readonly limits: readonly string[];
  /**
   * lists that are written entry by entry: the header and a warning name those that are too long
   */
  readonly lists: readonly LongList[];
  /** size limits of the file's readers, largest first */
  readonly sizes?: readonly SizeLimit[];
  /** Throws `no-behaviour` if the baseline has nothing that the format can express. */
  render(baseline: Baseline, template: Template, options: Own): Rendered;
  /** Parses the text and compares it with the baseline. Throws an Error that says what differs. */
  validate(text: string, baseline: Baseline, options: Own): void;
  /** absent: each image has an independent file */
  readonly set?: SetOfFiles<Own>;
}

/** A line per event. */
export interface EventsFormat<Own = unknown> extends FormatBase<Own> {
  readonly input: "events";
  /** A test of whether an event gets a line. */
  selector(options: Own): (event: Event) => boolean;
  /** A function from an event to its line, line break included. */
  renderer(template: Template): (event: Event) => string;
  /** Parses one line. Throws an Error that says what is wrong. */
  validate(line: string): void;
}

export type Format = BaselineFormat | EventsFormat;
