/** What a command is: what is said of it, which options it takes, and where it is carried out. */
import type { Config } from "../config/config.js";
import type { OptionTable, ValuesOf } from "../options/option.js";

/** What a command line holds besides the values of options. */
export interface Invocation {
  /** names of the options that were typed; the others' values are cxray.yaml's, or defaults */
  readonly typed: ReadonlySet<string>;
  /** after the command's name */
  readonly words: readonly string[];
  /** after `--` */
  readonly afterDashes: readonly string[];
}

/** Carries a command out, and gives the exit status. */
export type CommandFunction<T> = (argv: T & Invocation, config: Config) => number | Promise<number>;

interface Definition<O extends OptionTable, T> {
  /** empty: the bare cxray */
  readonly name: string;
  readonly describe: string;
  /** how it is called, where that is not its name and its options */
  readonly usage?: string;
  /** with their defaults from cxray.yaml */
  readonly options: (config: Config) => O;
  /** what may stand after its name: one word of these */
  readonly words?: readonly string[];
  /** how many words may stand after its name that can be anything: files, ids */
  readonly operands?: { readonly least: number; readonly most: number; readonly what: string };
  /** a command of the user's may follow `--` */
  readonly takesCommand?: boolean;
  /** its exit status is its own beside a command of the user's, too */
  readonly keepsStatus?: boolean;
  /** what follows the list of options in its help */
  readonly epilogue?: string;
  readonly examples: readonly (readonly [command: string, what: string])[];
  /** Loads what carries it out: help, completion and other commands do without. */
  readonly load: () => Promise<CommandFunction<T>>;
}

/** A command, called with the values of its own options. */
export type Command = Definition<OptionTable, Readonly<Record<string, unknown>>>;

/** Lets the compiler compare a command's options with what carries it out. */
export function command<O extends OptionTable>(definition: Definition<O, ValuesOf<O>>): Command {
  return definition as unknown as Command;
}
