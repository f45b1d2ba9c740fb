/** The type of a command: its help, its options, and the function that runs it. */
import type { Config } from "../config/config.js";
import type { OptionTable, ValuesOf } from "../options/option.js";

/** What a command line has besides the values of options. */
export interface Invocation {
  /** names of the options that were typed; all others come from cxray.yaml or are defaults */
  readonly typed: ReadonlySet<string>;
  /** the words after the command's name */
  readonly words: readonly string[];
  /** the words after `--` */
  readonly afterDashes: readonly string[];
}

/** Runs a command and returns the exit status. */
export type CommandFunction<T> = (argv: T & Invocation, config: Config) => number | Promise<number>;

interface Definition<O extends OptionTable, T> {
  /** empty for `cxray` without a command */
  readonly name: string;
  readonly describe: string;
  /** its usage line, if that is not `cxray NAME [options]` */
  readonly usage?: string;
  /** its options, with their defaults from cxray.yaml */
  readonly options: (config: Config) => O;
  /** the words that may follow its name; at most one */
  readonly words?: readonly string[];
  /** how many free words may follow its name, such as files or ids */
  readonly operands?: { readonly least: number; readonly most: number; readonly what: string };
  /** whether the user's own command may follow `--` */
  readonly takesCommand?: boolean;
  /** whether it has an exit status of its own even if it runs the user's command */
  readonly keepsStatus?: boolean;
  /** what its help says below the options */
  readonly epilogue?: string;
  readonly examples: readonly (readonly [command: string, what: string])[];
  /** Loads the function that runs it. Help, completion and other commands don't need it. */
  readonly load: () => Promise<CommandFunction<T>>;
}

/** A command whose function takes the values of its own options. */
export type Command = Definition<OptionTable, Readonly<Record<string, unknown>>>;

/** Makes the compiler check that a command's function takes the options that the command has. */
export function command<O extends OptionTable>(definition: Definition<O, ValuesOf<O>>): Command {
  return definition as unknown as Command;
}
