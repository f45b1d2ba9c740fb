/** What the command line gives a command. */
import type { CommandModule } from "yargs";
import type { Config } from "../config.js";

/** Sets the exit status that cxray ends with. */
export type SetExit = (status: number) => void;

/** Makes a command, from what cxray.yaml says and where its exit status goes. */
export type MakeCommand<T> = (config: Config, setExit: SetExit) => CommandModule<object, T>;

/** What follows `--`. */
export function commandAfterDashes(argv: object): readonly string[] {
  return (argv as { "--"?: readonly string[] })["--"] ?? [];
}

/**
 * Examples for the end of a command's help. The parser's own have half a line for the command, and
 * break it there, so that it can't be copied.
 */
export function examples(...list: readonly (readonly [command: string, what: string])[]): string {
  return ["Examples:", ...list.map(([command, what]) => `  ${command}\n      ${what}`)].join("\n");
}

/** How a command is called, and what it does: the parser shows one of them. */
export function usageOf(line: string, describe: string): string {
  return `${line}\n\n${describe}`;
}
