/** What a command line was likely meant to be, where the parser can't understand it. */
import { CxrayError } from "../model/errors.js";

/** What the parser knows when it fails. */
export interface KnownWords {
  readonly commands: readonly string[];
  /** of the command that was given, without dashes */
  readonly options: readonly string[];
  readonly formats: readonly string[];
}

const HELP = "Run cxray --help, or cxray COMMAND --help.";
const UNKNOWN = /^Unknown (?:argument|command)s?: (?<names>.*)$/su;

export function badUsage(message: string, advice: readonly string[] = []): CxrayError {
  const line = message.replace(/\s*\n\s*/gu, " ");
  return new CxrayError("bad-usage", line, [...advice, HELP]);
}

/** The error for what the parser said of the arguments. */
export function usageMistake(
  message: string,
  args: readonly string[],
  known: KnownWords,
): CxrayError {
  const names = UNKNOWN.exec(message)?.groups?.["names"]?.split(", ");
  if (names === undefined) return badUsage(message);
  const end = args.indexOf("--");
  const own = end === -1 ? args : args.slice(0, end);
  const [command = ""] = own;
  if (names.includes(command) && !isOption(command) && !known.commands.includes(command)) {
    return unknownCommand(command, known);
  }
  const option = own.find((word) => isOption(word) && isNamed(names, nameOf(word)));
  const at = own.findIndex((word, index) => index > 0 && names.includes(word));
  // An option of `docker run` is one that we don't know, and not the mistake.
  if (at > 0 && known.commands.includes(command)) return wordTooMany(own, at, message, known);
  return option === undefined ? badUsage(message) : unknownOption(option, known);
}

/** The parser takes `--no-name` for `name`, switched off. */
function isNamed(names: readonly string[], name: string): boolean {
  return names.includes(name) || names.includes(name.replace(/^no-/u, ""));
}

function isOption(word: string): boolean {
  return word.startsWith("-");
}

/** Of `--name=value` the name. */
function nameOf(option: string): string {
  return option.replace(/^-+/u, "").replace(/=.*$/su, "");
}

function unknownOption(word: string, { options }: KnownWords): CxrayError {
  const name = nameOf(word);
  const dashes = word.startsWith("--") ? "--" : "-";
  const near = nearest(name, options);
  const hint = near === null ? [] : [`Did you mean --${near}?`];
  return badUsage(`there is no option ${dashes}${name}`, hint);
}

function unknownCommand(word: string, { commands }: KnownWords): CxrayError {
  const near = nearest(word, commands);
  const hint = near === null ? [] : [`Did you mean cxray ${near}?`];
  return badUsage(`there is no command ${word}`, hint);
}

function wordTooMany(
  own: readonly string[],
  at: number,
  message: string,
  { formats }: KnownWords,
): CxrayError {
  const [command = ""] = own;
  const word = own[at] ?? "";
  const before = own.slice(0, at).join(" ");
  const meant = (line: string): string[] => [`Did you mean: cxray ${line}`];
  if (command === "record") {
    const line = `${before} -- ${own.slice(at).join(" ")}`;
    return badUsage(`the command to record goes after --: ${word}`, meant(line));
  }
  if (command === "emit" && formats.includes(word)) {
    return badUsage(`the format is named with --format: ${word}`, meant(`${before} -f ${word}`));
  }
  if (command === "profile" || command === "emit") {
    const line = `${before} --image ${word}`;
    return badUsage(`the image is named with --image: ${word}`, meant(line));
  }
  return badUsage(message);
}

/** The word that was likely meant, if any is near enough, or the only one that begins so. */
function nearest(word: string, known: readonly string[]): string | null {
  const [longer, ...others] = known.filter((each) => each.startsWith(word));
  if (longer !== undefined && others.length === 0) return longer;
  const most = word.length < 4 ? 1 : 2;
  const near = known
    .map((each) => ({ each, distance: editDistance(word, each) }))
    .filter(({ distance }) => distance <= most)
    .sort((a, b) => a.distance - b.distance);
  return near[0]?.each ?? null;
}

/** How many letters have to be put in, left out, changed or swapped with their neighbour. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwapped ? (before[j - 2] ?? 0) + 1 : Infinity;
      row.push(Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, changed, swapped));
    }
    [before, last] = [last, row];
  }
  return last[b.length] ?? 0;
}
