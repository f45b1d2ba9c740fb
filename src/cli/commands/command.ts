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
