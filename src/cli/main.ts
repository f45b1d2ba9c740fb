#!/usr/bin/env node
/**
 * The cxray program. Keep its imports few: they are loaded for every command, `--help` and
 * `--version` included. The code of a command is loaded when the command runs.
 */
import { EXIT, exitBesideCommand, type ExitStatus } from "../model/errors.js";
import { readCommandLine, withDefaults } from "./command-line.js";
import { findCommand } from "./command-table.js";
import { tryConfig } from "./config/config.js";
import { helpOf } from "./terminal/help.js";
import { COLORS, endWithReader, printResult, reportError, setOutput } from "./terminal/output.js";
import { cxrayVersion } from "./version.js";

/** The hidden command that the scripts of `cxray completion` call. */
const COMPLETE = "__complete";

async function run(args: readonly string[]): Promise<number> {
  if (args[0] === COMPLETE) {
    const { complete } = await import("./completion/complete.js");
    printResult(await complete(args.slice(1)));
    return EXIT.done;
  }
  const line = readCommandLine(args);
  const { command, typed, words, afterDashes } = line;
  if (typed.get("version") === true) {
    printResult(`${cxrayVersion()}\n`);
    return EXIT.done;
  }
  const { config, problem } = await tryConfig(typed.get("config") as string | undefined);
  // --help and completion work even if the configuration is broken.
  if (typed.get("help") === true) {
    printResult(helpOf(command, config, process.stdout.columns || 80));
    return EXIT.done;
  }
  if (problem !== null && command.name !== "completion") throw problem;
  const argv = withDefaults(line, config);
  setOutput({
    quiet: argv["quiet"] === true,
    color: COLORS.find((each) => each === argv["color"]) ?? "auto",
  });
  const carryOut = await command.load();
  return carryOut({ ...argv, typed: new Set(typed.keys()), words, afterDashes }, config);
}

/** The exit status of an error. With a command after `--`, it must differ from the command's own. */
function failureExit(status: ExitStatus, args: readonly string[]): ExitStatus {
  const dashes = args.indexOf("--");
  const own = dashes === -1 ? args : args.slice(0, dashes);
  if (own.some((word) => findCommand(word)?.keepsStatus === true)) return status;
  return dashes !== -1 && dashes < args.length - 1 ? exitBesideCommand(status) : status;
}

const args = process.argv.slice(2);
endWithReader((status) => process.exit(failureExit(status, args)));
try {
  process.exitCode = await run(args);
} catch (error) {
  process.exitCode = failureExit(reportError(error), args);
}
