/** Parses a command line into the command, its options, its words, and what follows `--`. */
import { Parser } from "yargs/helpers";
import { COMMANDS, findCommand, log } from "./command-table.js";
import type { Command, Invocation } from "./commands/command.js";
import type { Config } from "./config/config.js";
import type { Option, OptionTable } from "./options/option.js";
import { globalOptions } from "./options/command-options.js";
import { badUsage } from "./options/bad-usage.js";
import { inLongForm } from "./options/long-form.js";
import {
  noCommandAfterDashes,
  unknownCommand,
  unknownOption,
  wordTooMany,
} from "./options/suggestions.js";

export type OptionValue = string | number | boolean | readonly string[];

export interface CommandLine extends Omit<Invocation, "typed"> {
  readonly command: Command;
  /** the options that were typed, by their long names */
  readonly typed: ReadonlyMap<string, OptionValue>;
}

/** The commands that run what follows `--`, for messages. */
const TAKING = COMMANDS.filter(({ takesCommand }) => takesCommand === true).map(
  ({ name }) => `cxray ${name}`,
);

/** @throws CxrayError bad-usage, with a suggestion if there is one */
export function readCommandLine(args: readonly string[]): CommandLine {
  const end = args.indexOf("--");
  if (end !== -1 && end === args.length - 1) throw noCommandAfterDashes();
  const own = end === -1 ? args : args.slice(0, end);
  const command = commandOf(own);
  const options = optionsOf(command);
  const { values, rest } = split(own, options);
  const typed = new Map<string, OptionValue>();
  for (const [name, value] of values) typed.set(name, valueOf(value, name, options));
  const words = takeWords(rest, own, command, options, asksForHelp(typed));
  const afterDashes = end === -1 ? [] : args.slice(end + 1);
  if (afterDashes.length > 0 && command.takesCommand !== true && !asksForHelp(typed)) {
    throw badUsage(`cxray ${command.name} does not run a command`.replace("  ", " "), [
      `Leave out what follows --. Commands that run one: ${TAKING.join(", ")}.`,
    ]);
  }
  return { command, typed, words, afterDashes };
}

/** The options of a command, including those that every command has. */
export function optionsOf(command: Command, config: Config = {}): OptionTable {
  return { ...command.options(config), ...globalOptions(config) };
}

/** The values of all options: typed, or from cxray.yaml, or the default. */
export function withDefaults(
  { command, typed }: CommandLine,
  config: Config,
): Record<string, unknown> {
  const options = Object.entries(optionsOf(command, config));
  return Object.fromEntries(
    options.map(([name, option]) => [name, typed.get(name) ?? option.default]),
  );
}

function asksForHelp(typed: CommandLine["typed"]): boolean {
  return typed.get("help") === true || typed.get("version") === true;
}

/** Finds the command. Options may come before its name. */
function commandOf(own: readonly string[]): Command {
  const all = Object.assign({}, ...COMMANDS.map((command) => optionsOf(command))) as OptionTable;
  const { rest } = split(own, all);
  const at = rest.findIndex((text) => !isOption(text));
  const name = rest[at];
  if (name === undefined) return log;
  const command = findCommand(name);
  if (command !== undefined && name !== "") return command;
  // The word may be the value of an unknown option before it.
  const before = rest[at - 1];
  if (before !== undefined) throw unknownOption(before, all);
  throw unknownCommand(name);
}

interface Split {
  readonly values: readonly (readonly [name: string, value: unknown])[];
  /** words and unknown options, in the order in which they were typed */
  readonly rest: readonly string[];
}

const DIALECT = {
  "camel-case-expansion": false,
  "dot-notation": false,
  "greedy-arrays": false,
  "parse-numbers": false,
  "parse-positional-numbers": false,
  "unknown-options-as-args": true, // we report them ourselves
};

function split(own: readonly string[], options: OptionTable): Split {
  const words = inLongForm(own, options);
  const valued = Object.keys(options).filter((name) => options[name]?.type !== "boolean");
  requireValues(words, valued);
  const { _: rest, ...values } = Parser(words, {
    boolean: Object.keys(options).filter((name) => options[name]?.type === "boolean"),
    string: valued,
    array: valued.filter((name) => options[name]?.type === "list"),
    narg: Object.fromEntries(valued.map((name) => [name, 1])),
    configuration: DIALECT,
  });
  return { values: Object.entries(values), rest: rest.map(String) };
}

/** A word that looks like an option is no value, unless it is attached: `--db=-x`. */
function requireValues(words: readonly string[], valued: readonly string[]): void {
  for (let at = 0; at < words.length; at++) {
    const name = valued.find((each) => words[at] === `--${each}`);
    if (name === undefined) continue;
    const value = words[++at];
    if (value === undefined || isOption(value)) throw badUsage(`--${name} needs a value`);
  }
}

function isOption(text: string): boolean {
  return text.startsWith("-") && text !== "-";
}

function valueOf(value: unknown, name: string, options: OptionTable): OptionValue {
  const option = options[name];
  if (option === undefined || (option.type !== "boolean" && value === false)) {
    throw unknownOption(`--no-${name}`, options);
  }
  if (option.type === "boolean") return value === true;
  const given = [value].flat().map((text) => String(text));
  if (option.type === "list") return given;
  if (given.length > 1) throw badUsage(`--${name} is given more than once`);
  return checked(given[0] ?? "", name, option);
}

function checked(text: string, name: string, { type, choices }: Option): string | number {
  const value = type === "number" && text.trim() !== "" ? Number(text) : text;
  if (choices !== undefined && !choices.includes(value)) {
    throw badUsage(`--${name} can't be ${text}; choose one of: ${choices.join(", ")}`);
  }
  if (type === "number" && !Number.isFinite(value)) {
    throw badUsage(`--${name} needs a number, not ${text}`);
  }
  return value;
}

/** The words after the command's name. Throws for the first mistake. */
function takeWords(
  rest: readonly string[],
  own: readonly string[],
  command: Command,
  options: OptionTable,
  isHelp: boolean,
): string[] {
  const words: string[] = [];
  const { least = 0, what = "" } = command.operands ?? {};
  let needsName = command.name !== "";
  for (const text of rest) {
    if (isOption(text)) throw unknownOption(text.replace(/=.*/su, ""), options);
    if (needsName) needsName = false;
    else words.push(takeWord(text, own, command, words.length));
  }
  if (words.length < least && !isHelp) {
    throw badUsage(`cxray ${command.name} needs ${what}`, [
      `Usage: ${command.usage ?? `cxray ${command.name}`}`,
    ]);
  }
  return words;
}

function takeWord(
  word: string,
  own: readonly string[],
  { name, words, operands }: Command,
  count: number,
): string {
  if (operands !== undefined && count < operands.most) return word;
  if (words === undefined || count > 0) throw wordTooMany(name, own, own.lastIndexOf(word));
  if (words.includes(word)) return word;
  throw badUsage(`cxray ${name} does not know ${word}; choose one of: ${words.join(", ")}`);
}
