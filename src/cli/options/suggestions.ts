/** Errors for wrong command lines, with a suggestion of what was likely meant. */
import { FORMAT_NAMES } from "../../emit/index.js";
import type { CxrayError } from "../../model/errors.js";
import { badUsage } from "./bad-usage.js";
import { COMMANDS } from "../command-table.js";
import { nearest } from "./nearest.js";
import type { OptionTable } from "./option.js";

/** Nothing follows `--`, perhaps because a variable was empty. */
export function noCommandAfterDashes(): CxrayError {
  return badUsage("there is no command after --", ["Name the command to run, or leave out --."]);
}

/** `rawName`: the option as it was typed, with its dashes. */
export function unknownOption(rawName: string, options: OptionTable): CxrayError {
  const near = nearest(rawName.replace(/^-+/u, ""), Object.keys(options));
  const hint = near === null ? [] : [`Did you mean --${near}?`];
  return badUsage(`there is no option ${rawName}`, hint);
}

export function unknownCommand(word: string): CxrayError {
  const names = COMMANDS.map(({ name }) => name).filter((name) => name !== "");
  const near = nearest(word, names);
  const hint = near === null ? [] : [`Did you mean cxray ${near}?`];
  return badUsage(`there is no command ${word}`, hint);
}

/** The command takes no word, or fewer. */
export function wordTooMany(command: string, own: readonly string[], at: number): CxrayError {
  const word = own[at] ?? "";
  const before = own.slice(0, at).join(" ");
  const meant = (line: string): string[] => [`Did you mean: cxray ${line}`];
  if (command === "record") {
    const line = `${before} -- ${own.slice(at).join(" ")}`;
    return badUsage(`the command to record goes after --: ${word}`, meant(line));
  }
  if (command === "emit" && FORMAT_NAMES.includes(word)) {
    return badUsage(`the format is named with --format: ${word}`, meant(`${before} -f ${word}`));
  }
  if (command === "profile" || command === "emit") {
    const line = `${before} --image ${word}`;
    return badUsage(`the image is named with --image: ${word}`, meant(line));
  }
  return badUsage(`cxray ${command} takes no such argument: ${word}`);
}
