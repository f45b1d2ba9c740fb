/**
 * Answers what a shell may complete. The scripts of `cxray completion` call `cxray __complete`. The
 * first line of the answer says how to complete (`words`, `files` or `databases`). The others are
 * the words, each with its description after a tab.
 */
import { FORMAT_NAMES, loadEventNames } from "../../emit/index.js";
import { COMMANDS, findCommand, log } from "../command-table.js";
import { optionsOf } from "../command-line.js";
import type { Command } from "../commands/command.js";
import type { Option, OptionTable } from "../options/option.js";
import { shellWords } from "./shell-words.js";
import { recordedNames } from "./recorded-names.js";

type Candidate = readonly [word: string, what: string];

/** A list of words, or something that the shell finds itself. */
type Answer = readonly Candidate[] | "files" | "databases";

/** Takes `--line LINE` from bash, or the words after `cxray`. The last word is being typed. */
export async function complete(asked: readonly string[]): Promise<string> {
  const words = asked[0] === "--line" ? shellWords(asked[1] ?? "").slice(1) : asked;
  const answer = await answerTo(words.slice(0, -1), words.at(-1) ?? "");
  if (typeof answer === "string") return `${answer}\n`;
  const lines = answer.filter(([word]) => isPlain(word)).map(([word, what]) => `${word}\t${what}`);
  return ["words", ...lines, ""].join("\n");
}

/** Whether no shell acts on a word. Containers choose recorded names, so others are not completed. */
function isPlain(word: string): boolean {
  return /^[\w./:@=,+-]+$/u.test(word);
}

async function answerTo(before: readonly string[], current: string): Promise<Answer> {
  const found = before.map((word, at) => ({ word, at })).find(({ at }) => isCommandAt(before, at));
  const command = findCommand(found?.word ?? "") ?? log;
  const options = optionsOf(command);
  const inline = /^--(?<name>[\w-]+)=(?<value>.*)$/su.exec(current)?.groups;
  if (inline !== undefined) {
    const { name = "", value = "" } = inline;
    return prefixed(`--${name}=`, await valuesOf(options[name], value, before));
  }
  const waiting = optionNamed(before.at(-1) ?? "", options);
  if (waiting !== undefined && waiting.type !== "boolean") {
    return valuesOf(waiting, current, before);
  }
  if (current.startsWith("-")) return fitting(listOptions(options, before, command), current);
  if (found === undefined) return fitting(listCommands(), current);
  if (found.at < before.length - 1 && command.words !== undefined) return [];
  return fitting(
    (command.words ?? []).map((word) => [word, ""] as const),
    current,
  );
}

/** Whether a word is neither an option nor the value of one. */
function isCommandAt(before: readonly string[], at: number): boolean {
  const word = before[at] ?? "";
  if (word.startsWith("-") || word === "" || findCommand(word) === undefined) return false;
  const all = Object.assign({}, ...COMMANDS.map((command) => optionsOf(command))) as OptionTable;
  const previous = optionNamed(before[at - 1] ?? "", all);
  return previous === undefined || previous.type === "boolean";
}

function optionNamed(word: string, options: OptionTable): Option | undefined {
  const name = /^--(?<name>[\w-]+)$/u.exec(word)?.groups?.["name"];
  if (name !== undefined) return Object.hasOwn(options, name) ? options[name] : undefined;
  const letter = /^-(?<letter>\w)$/u.exec(word)?.groups?.["letter"];
  return Object.values(options).find(({ alias }) => alias !== undefined && alias === letter);
}

async function valuesOf(
  option: Option | undefined,
  current: string,
  before: readonly string[],
): Promise<Answer> {
  if (option === undefined || option.completes === "nothing") return [];
  const { choices, completes } = option;
  if (choices !== undefined) return named(choices.map(String), current);
  if (completes === undefined) return "files";
  if (completes === "databases") return "databases";
  if (completes === "events") return named(await listEvents(current), current);
  if (completes === "formats") return named(FORMAT_NAMES, current);
  return named(await recordedNames(completes, before), current);
}

/** Completes the last name in a comma-separated list. */
async function listEvents(current: string): Promise<string[]> {
  const { EVENT_NAMES, EVENT_PRESETS } = await loadEventNames();
  const before = current.slice(0, current.lastIndexOf(",") + 1);
  return [...Object.keys(EVENT_PRESETS), ...EVENT_NAMES].map((name) => `${before}${name}`);
}

function named(names: readonly string[], current: string): Candidate[] {
  return fitting(
    names.map((name) => [name, ""]),
    current,
  );
}

function listCommands(): Candidate[] {
  return COMMANDS.filter(({ name }) => name !== "").map(({ name, describe }) => [name, describe]);
}

/** The options that were not given yet, or can be given again. */
function listOptions(
  options: OptionTable,
  before: readonly string[],
  command: Command,
): Candidate[] {
  const left = Object.entries(options).filter(([name, { type, alias = "" }]) => {
    return (
      type === "list" ||
      !before.some(
        (word) => [`--${name}`, `-${alias}`].includes(word) || word.startsWith(`--${name}=`),
      )
    );
  });
  const dashes: Candidate[] = command.takesCommand === true ? [["--", "a command follows"]] : [];
  return [...left.map(([name, { describe }]) => [`--${name}`, describe] as const), ...dashes];
}

function fitting(candidates: readonly Candidate[], current: string): Candidate[] {
  return candidates.filter(([word]) => word.startsWith(current));
}

function prefixed(prefix: string, answer: Answer): Answer {
  if (typeof answer === "string") return answer;
  return answer.map(([word, what]) => [`${prefix}${word}`, what] as const);
}
