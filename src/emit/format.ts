/** What a format is. `formats.ts` lists them all. */
import type { Baseline } from "../model/baseline/baseline.js";
import type { Event } from "../model/events/events.js";
import type { FalcoOptions } from "./falco/options.js";
import type { Helpers, Template } from "./render.js";

/** What a user may choose about an emitted file. */
export interface EmitOptions {
  /** a template of the user's own, in place of the shipped one */
  readonly template?: string;
  /** seccomp: what a call that is not allowed is answered with; ENOSYS unless given */
  readonly errno?: "ENOSYS" | "EPERM";
  /** seccomp: the runtimes that can start a container under the profile; all known unless given */
  readonly runtimes?: "all" | "recorded";
  /** falco: what cxray.yaml says about its rules */
  readonly falco?: FalcoOptions;
  /** seccomp: whether calls of equal power come with those that were used; yes unless given */
  readonly similarCalls?: boolean;
}

/** A file's text, and what the person who asked for it should know. */
export interface Rendered {
  readonly text: string;
  /** one sentence each */
  readonly warnings: readonly string[];
}

interface FormatBase {
  /** as `--format` takes it */
  readonly name: string;
  /** one line for help and documentation */
  readonly summary: string;
  /** below templates/, the shipped template */
  readonly template: string;
  /** what a template can call to write a value */
  readonly helpers: Helpers;
  /** the file may hold secrets (command lines): only its owner may read it */
  readonly secret: boolean;
}

/** One of the files that are written together. */
export interface NamedText {
  /** the file's, in a folder of the user's */
  readonly name: string;
  readonly text: string;
}

/** All images at once, in files that belong together. */
export interface SetOfFiles {
  readonly render: (
    baselines: readonly Baseline[],
    template: Template,
    options: EmitOptions,
  ) => { readonly files: readonly NamedText[]; readonly warnings: readonly string[] };
  readonly validate: (files: readonly NamedText[], baselines: readonly Baseline[]) => void;
  /** one sentence: how they are used together */
  readonly order: (folder: string, names: readonly string[]) => string;
}

/** A document about one image. */
export interface BaselineFormat extends FormatBase {
  readonly input: "baseline";
  readonly render: (baseline: Baseline, template: Template, options: EmitOptions) => Rendered;
  /** Parses what was rendered and compares it with the baseline; throws an Error that says why. */
  readonly validate: (text: string, baseline: Baseline, options?: EmitOptions) => void;
  /** absent: a file is always about one image */
  readonly set?: SetOfFiles;
}

/** A line per event. */
export interface EventsFormat extends FormatBase {
  readonly input: "events";
  /** A function from an event to its line, with its line break. */
  readonly renderer: (template: Template) => (event: Event) => string;
  /** Parses one line; throws an Error that says why it is none. */
  readonly validate: (line: string) => void;
}

export type Format = BaselineFormat | EventsFormat;
