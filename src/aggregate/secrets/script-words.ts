/**
 * Secrets in a shell script, such as `sh -c 'mysql -psecret'`. The text is split wherever a shell
 * might split it, even within quotes, and any word before an option may be the option's program. A
 * false positive only makes a pattern wider; a missed secret gets into a repository.
 */
import { baseOf, SHELL } from "../../model/interpreters.js";
import { CommandWords } from "./command-words.js";
import type { SecretTables } from "./secret-tables.js";
import { harmlessLength } from "./text.js";

/** What a shell's name may have besides: the dash of a login shell, a version. */
const DECORATION = /^-|[\d.-]+$/gu;
/** `-c`, or combined as in `-lc` and `-ec`. */
const SCRIPT_FLAG = /^-[A-Za-z]*c[A-Za-z]*$/u;
const WORD = /[^\s;&|(){}<>`'"\\]+/gu;
/** Unquoted text between two words, after which a new command begins, as in `set -e; A=b`. */
const COMMAND_END = /^[^\S\n]*[;&|\n]/u;

/**
 * The index of a shell's script in the vector, or the vector's length. The arguments after it are
 * the script's parameters. The script may run them as a command, so they are read as part of it.
 */
export function scriptStart(argv: readonly string[]): number {
  const shell = argv.findIndex(startsShell);
  if (shell === -1) return argv.length;
  const flag = argv.findIndex((argument, index) => index > shell && SCRIPT_FLAG.test(argument));
  return flag === -1 ? argv.length : flag + 1;
}

/**
 * `busybox sh` has the shell as its second argument, `docker run alpine sh` later; `su -c` starts
 * one.
 */
function startsShell(argument: string): boolean {
  const name = baseOf(argument).replace(DECORATION, "");
  return name === "su" || SHELL.program.test(name);
}

/** The words of a script and its parameters, argument by argument. */
export class ScriptWords {
  readonly #tables: SecretTables;
  readonly #words: CommandWords;
  #foundSecret = false;

  constructor(tables: SecretTables) {
    this.#tables = tables;
    this.#words = new CommandWords(tables);
  }

  /**
   * How many characters of the next argument may be kept: those before the first secret. After an
   * argument with a secret it is zero, as in `sh -c 'mysql -p"$1"' sh secret`.
   * @param isParameter the shell expands nothing in it
   */
  harmlessLength(argument: string, isParameter: boolean): number {
    if (this.#foundSecret) return 0;
    let length = harmlessLength(argument, !isParameter, this.#tables);
    let end = 0;
    for (const { 0: word, index } of argument.matchAll(WORD)) {
      const endsCommand = COMMAND_END.test(argument.slice(end, index));
      const expanded = isParameter ? null : expandedAt(argument, index);
      const kept = this.#words.keptLength(word, endsCommand, expanded);
      if (kept < word.length) length = Math.min(length, index + kept);
      this.#words.nameProgram(word);
      end = index + word.length;
    }
    this.#foundSecret = length < argument.length;
    return length;
  }
}

const LONGEST_EXPANDED = 300;

/**
 * The text that a shell expands, from the index on: `$name`, `$(cat FILE)`; null within single
 * quotes.
 */
function expandedAt(script: string, index: number): string | null {
  const before = script[index - 1];
  if (before === "'") return null;
  const start = before === "`" ? index - 1 : index;
  return script.slice(start, start + LONGEST_EXPANDED);
}
