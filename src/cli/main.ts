#!/usr/bin/env node
/** The cxray program. */
import yargs, { type CommandModule } from "yargs";
import { CxrayError, EXIT } from "../model/errors.js";
import { aggregateCommand } from "./commands/aggregate.js";
import { doctor } from "./commands/doctor.js";
import { emit } from "./commands/emit.js";
import { liveLog } from "./commands/log.js";
import { profile } from "./commands/profile.js";
import { record } from "./commands/record.js";
import { loadConfig, type Config } from "./config.js";
import { endWithReader, reportError } from "./output.js";
import { cxrayVersion } from "./version.js";

const EPILOGUE = `Exit status: 0 done; 2 usage; 3 done, but the result is incomplete (events lost,
containers joined late); 4 this machine can't, see cxray doctor; 70 a defect of cxray.
With a command after --, record passes that command's exit status through.

Options can be kept in cxray.yaml in the current folder.`;

async function run(args: readonly string[]): Promise<number> {
  let exit: number = EXIT.done;
  const setExit = (status: number): void => {
    exit = status;
  };
  await parser(args, loadConfig(), setExit).parseAsync();
  return exit;
}

function parser(args: readonly string[], config: Config, setExit: (status: number) => void) {
  const commands = [record, aggregateCommand, profile, emit, doctor, liveLog].map(
    // Each is made for its own arguments; yargs hands it just these.
    (make) => (make as (...parts: Parameters<typeof make>) => CommandModule)(config, setExit),
  );
  return yargs([...args])
    .scriptName("cxray")
    .usage(
      "cxray watches containers, learns what an image does, and writes the rules that allow it.",
    )
    .command(commands)
    .completion("completion", "print a completion script for your shell")
    .parserConfiguration({ "populate--": true, "duplicate-arguments-array": true })
    .strict()
    .exitProcess(false)
    .fail((message, error) => {
      // Null: the failure is an exception of ours, not of the parser.
      if (error as Error | undefined) throw error;
      throw new CxrayError("bad-usage", message, "Run cxray --help, or cxray COMMAND --help.");
    })
    .version(cxrayVersion())
    .help()
    .alias({ help: "h", version: "V" })
    .epilogue(EPILOGUE)
    .wrap(Math.min(100, process.stdout.columns || 80));
}

endWithReader(() => process.exit(EXIT.done));
try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  process.exitCode = reportError(error);
}
