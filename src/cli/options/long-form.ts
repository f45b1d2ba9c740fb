/** Writes all options of a command line in one form, which the parser can't misread. */
import { badUsage } from "./bad-usage.js";
import type { OptionTable } from "./option.js";

/**
 * Replaces short options by long ones, and gives every switch its value. A switch is an option that
 * is on or off.
 *
 *     -qffalco     --quiet=true --format=falco
 *     --no-quiet   --quiet=false
 *
 * Options that are not in the table stay as they are.
 *
 * @throws CxrayError bad-usage, for a switch with any value but `=true` and `=false`
 */
export function inLongForm(words: readonly string[], options: OptionTable): string[] {
  const named = words.flatMap((word) => namesOfLetters(word, options));
  const switches = named.map((word) => readSwitch(word, options));
  const seen = new Set<string>();
  for (const [at, each] of switches.entries()) {
    if (each === null) continue;
    if (seen.has(each.name)) throw badUsage(`--${each.name} is given more than once`);
    seen.add(each.name);
    const next = named[at + 1] ?? "";
    if (isTruth(next)) throw wrongValue(each.name, `takes no separate value: ${next}`);
  }
  return named.map((word, at) => {
    const found = switches[at] ?? null;
    return found === null ? word : `--${found.name}=${String(found.isOn)}`;
  });
}

/** `-qf` is `--quiet --format`. What follows the letter of an option with a value is the value. */
function namesOfLetters(word: string, options: OptionTable): string[] {
  if (!/^-[A-Za-z]/u.test(word)) return [word];
  const found: string[] = [];
  for (let at = 1; at < word.length; at++) {
    const letter = word[at];
    const [name, option] = Object.entries(options).find(([, { alias }]) => alias === letter) ?? [];
    if (name === undefined || option === undefined) return [word];
    const after = word.slice(at + 1);
    if (after.startsWith("=")) return [...found, `--${name}${after}`];
    if (option.type !== "boolean") {
      return [...found, after === "" ? `--${name}` : `--${name}=${after}`];
    }
    found.push(`--${name}`);
  }
  return found;
}

interface Switch {
  readonly name: string;
  readonly isOn: boolean;
}

function readSwitch(word: string, options: OptionTable): Switch | null {
  const { no, name, value } =
    /^--(?<no>no-)?(?<name>[^=]+)(?:=(?<value>.*))?$/su.exec(word)?.groups ?? {};
  if (name === undefined || options[name]?.type !== "boolean") return null;
  if (no !== undefined && value !== undefined) throw badUsage(`--no-${name} takes no value`);
  if (value !== undefined && !isTruth(value))
    throw wrongValue(name, `can't be ${value === "" ? "empty" : value}`);
  return { name, isOn: no === undefined && value !== "false" };
}

function isTruth(text: string): boolean {
  return text === "true" || text === "false";
}

function wrongValue(name: string, message: string): Error {
  return badUsage(`--${name} ${message}`, [`Write --${name}, --${name}=true or --${name}=false.`]);
}
