/** Reads a command line: which command, which options, and what follows `--`. */
import { parseArgs } from "node:util";
import { COMMANDS, findCommand, log } from "./command-table.js";
import type { Command, Words } from "./commands/command.js";
import type { Config } from "./config/config.js";
import type { Option, OptionTable } from "./option.js";
import { globalOptions } from "./options.js";
import { badUsage } from "./bad-usage.js";
import {
  noCommandAfterDashes,
  unknownCommand,
  unknownOption,
  wordTooMany,
} from "./usage-mistakes.js";

export type OptionValue = string | number | boolean | readonly string[];

export interface CommandLine extends Words {
  readonly command: Command;
  /** what was typed, by the options' long names */
  readonly typed: ReadonlyMap<string, OptionValue>;
}

type Token = ReturnType<typeof tokensOf>[number];
type OptionToken = Extract<Token, { kind: "option" }>;

/** @throws CxrayError bad-usage, with what was likely meant */
export function readCommandLine(args: readonly string[]): CommandLine {
  const end = args.indexOf("--");
  if (end !== -1 && end === args.length - 1) throw noCommandAfterDashes();
  const own = end === -1 ? args : args.slice(0, end);
  const command = commandOf(own);
  const options = optionsOf(command);
  const typed = new Map<string, OptionValue>();
  const words: string[] = [];
  let needsWord = command.name !== "";
  for (const token of tokensOf(own, options)) {
    if (token.kind === "option") takeOption(token, options, typed);
    else if (token.kind !== "positional") continue;
    else if (needsWord) needsWord = false;
    else words.push(takeWord(token.value, own, token.index, command, words.length));
  }
  const afterDashes = end === -1 ? [] : args.slice(end + 1);
  if (afterDashes.length > 0 && command.takesCommand !== true && !asksForHelp(typed)) {
    throw badUsage(`cxray ${command.name} runs no command`.replace("  ", " "), [
      "Leave out what follows --; cxray record and cxray profile take one.",
    ]);
  }
  return { command, typed, words, afterDashes };
}

/** The options of a command and those of every command. */
export function optionsOf(command: Command, config: Config = {}): OptionTable {
  return { ...command.options(config), ...globalOptions(config) };
}

/** What was typed, and for the rest what cxray.yaml says or the default is. */
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
  return typed.has("help") || typed.has("version");
}

/** Whichever it is, options may stand before its name. */
function commandOf(own: readonly string[]): Command {
  const all = Object.assign({}, ...COMMANDS.map((command) => optionsOf(command))) as OptionTable;
  const tokens = tokensOf(own, all);
  const at = tokens.findIndex(({ kind }) => kind === "positional");
  const name = tokens[at];
  if (name?.kind !== "positional") return log;
  const command = findCommand(name.value);
  if (command !== undefined && name.value !== "") return command;
  const before = tokens[at - 1];
  if (before?.kind === "option" && !isKnown(before, all)) throw unknownOption(before.rawName, all);
  throw unknownCommand(name.value);
}

function tokensOf(own: readonly string[], options: OptionTable) {
  const { tokens } = parseArgs({
    args: [...own],
    options: Object.fromEntries(
      Object.entries(options).map(([name, { type, alias }]) => [
        name,
        {
          type: type === "boolean" ? ("boolean" as const) : ("string" as const),
          multiple: true,
          ...(alias === undefined ? {} : { short: alias }),
        },
      ]),
    ),
    strict: false, // what is wrong is told here, in our own words
    allowPositionals: true,
    tokens: true,
  });
  return tokens;
}

function isKnown({ name }: OptionToken, options: OptionTable): boolean {
  return find(name, options) !== undefined;
}

/** `--no-name` switches `name` off. */
function find(name: string, options: OptionTable): { name: string; option: Option } | undefined {
  const own = Object.hasOwn(options, name) ? options[name] : undefined;
  if (own !== undefined) return { name, option: own };
  const positive = name.replace(/^no-/u, "");
  const option = Object.hasOwn(options, positive) ? options[positive] : undefined;
  return positive !== name && option?.type === "boolean" ? { name: positive, option } : undefined;
}

function takeOption(
  token: OptionToken,
  options: OptionTable,
  typed: Map<string, OptionValue>,
): void {
  const found = find(token.name, options);
  if (found === undefined) throw unknownOption(token.rawName, options);
  const { name, option } = found;
  const value = valueOf(token, name, option);
  const before = typed.get(name);
  if (option.type === "list") typed.set(name, [...((before ?? []) as string[]), String(value)]);
  else if (before === undefined) typed.set(name, value);
  else throw badUsage(`--${name} is given more than once`);
}

function valueOf(token: OptionToken, name: string, option: Option): string | number | boolean {
  const { value, inlineValue } = token;
  if (option.type === "boolean") {
    const isOn = token.name === name;
    if (value === undefined) return isOn;
    if (isOn && (value === "true" || value === "false")) return value === "true";
    throw badUsage(`--${name} takes no value`);
  }
  const isNextOption = inlineValue !== true && value?.startsWith("-") === true && value !== "-";
  if (value === undefined || isNextOption) throw badUsage(`--${name} needs a value`);
  // `-f=falco` is what `-ffalco` is.
  const isShort = !token.rawName.startsWith("--") && inlineValue;
  return checked(isShort ? value.replace(/^=/u, "") : value, name, option);
}

function checked(text: string, name: string, { type, choices }: Option): string | number {
  const value = type === "number" && text.trim() !== "" ? Number(text) : text;
  if (choices !== undefined && !choices.includes(value)) {
    throw badUsage(`--${name} can't be ${text}; it can be ${choices.join(", ")}`);
  }
  if (type === "number" && !Number.isFinite(value)) {
    throw badUsage(`--${name} needs a number: ${text}`);
  }
  return value;
}

function takeWord(
  word: string,
  own: readonly string[],
  at: number,
  { name, words }: Command,
  count: number,
): string {
  if (words === undefined || count > 0) throw wordTooMany(name, own, at);
  if (words.includes(word)) return word;
  throw badUsage(`cxray ${name} knows no ${word}; it knows ${words.join(", ")}`);
}
