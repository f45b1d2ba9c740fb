#!/usr/bin/env node
/** The cxray program. */
import yargs, { type CommandModule } from "yargs";
import { FORMATS } from "../emit/formats.js";
import { EXIT, exitBesideCommand, type ExitStatus } from "../model/errors.js";
import { aggregateCommand } from "./commands/aggregate.js";
import { doctor } from "./commands/doctor.js";
import { emit } from "./commands/emit.js";
import { liveLog } from "./commands/log.js";
import { profile } from "./commands/profile.js";
import { record } from "./commands/record.js";
import { tryConfig, type Config } from "./config.js";
import { endWithReader, reportError } from "./output.js";
import { badUsage, usageMistake, type KnownWords } from "./usage-mistakes.js";
import { cxrayVersion } from "./version.js";

const EPILOGUE = `Exit status: 0 done; 2 usage; 3 done, but the result is incomplete (events lost,
containers joined late or not described, none fitted the filter); 4 this machine can't, see
cxray doctor; 70 a defect of cxray.
With a command after --, the status is that command's. Then cxray's own are 123 the command
succeeded, and the result is incomplete; 125 cxray could not do its job; 126, 127 the command can't
be executed, or isn't there.

Options can be kept in cxray.yaml in the current folder.
`;

const COMPLETION = "print a completion script for your shell";
const COMPLETING = `For bash, or for zsh where SHELL names that. In one shell:
  source <(cxray completion)
In every later one, for zsh with ~/.zshrc:
  cxray completion >> ~/.bashrc`;

async function run(args: readonly string[]): Promise<number> {
  let exit: number = EXIT.done;
  const setExit = (status: number): void => {
    exit = status;
  };
  refuseEmptyCommand(args);
  const { config, problem } = tryConfig();
  await parser(args, config, setExit)
    // A broken file is not in the way of what only tells about cxray.
    .middleware((argv) => {
      if (problem !== null && !isAboutCxray(argv)) throw problem;
    }, true)
    .parseAsync();
  return exit;
}

/** Whoever types `--` means to run something: a variable may have been empty. */
function refuseEmptyCommand(args: readonly string[]): void {
  const isCompleting = args[0] === "--get-yargs-completions"; // where -- is an option's beginning
  if (isCompleting || args.length === 0 || args.indexOf("--") !== args.length - 1) return;
  throw badUsage("there is no command after --", ["Name the command to run, or leave out --."]);
}

/** Help, the version and completion, for which the parser calls middleware as well. */
function isAboutCxray(argv: Readonly<Record<string, unknown>>): boolean {
  const [command] = argv["_"] as readonly string[];
  const asked = ["help", "version", "get-yargs-completions"].some((name) => Boolean(argv[name]));
  return asked || command === "completion";
}

function parser(args: readonly string[], config: Config, setExit: (status: number) => void) {
  const commands = [record, aggregateCommand, profile, emit, doctor, liveLog].map(
    // Each is made for its own arguments; yargs hands it just these.
    (make) => (make as (...parts: Parameters<typeof make>) => CommandModule)(config, setExit),
  );
  // The parser's own command for completion would go on to the default command.
  const cli = yargs([...args]);
  return cli
    .scriptName("cxray")
    .usage(
      "cxray watches containers, learns what an image does, and writes the rules that allow it.",
    )
    .command(commands)
    .command(
      "completion",
      COMPLETION,
      (command) => command.epilogue(COMPLETING),
      () => {
        cli.showCompletionScript();
      },
    )
    .parserConfiguration({
      "populate--": true,
      "duplicate-arguments-array": true,
      // A command's arguments are texts: 0x10, 1e3 and 007 stay what they are.
      "parse-positional-numbers": false,
    })
    .strict()
    .exitProcess(false)
    .check(refuseRepetition)
    .fail((message, error) => {
      // The parser tells by a message, or by an exception of its own; any other is ours.
      const thrown = error as Error | null | undefined;
      if (thrown && thrown.name !== "YError") throw thrown;
      throw usageMistake(thrown?.message ?? message, args, knownWords(cli));
    })
    .version(cxrayVersion())
    .help()
    .alias({ help: "h", version: "V" })
    .epilogue(EPILOGUE)
    .wrap(Math.min(100, process.stdout.columns || 80));
}

/** The parser's own lists; its types leave them out. */
function knownWords(cli: object): KnownWords {
  const { key } = (cli as { getOptions: () => { key: object } }).getOptions();
  return {
    commands: ["record", "aggregate", "profile", "emit", "doctor", "completion"],
    options: Object.keys(key),
    formats: FORMATS.map(({ name }) => name),
  };
}

/** Given twice, an option that takes one value would come as a list that no command expects. */
function refuseRepetition(argv: object, options: object): true {
  // yargs gives its own options here; its types say otherwise.
  const lists: readonly string[] = ["_", "--", ...(options as { array: string[] }).array];
  const twice = Object.entries(argv).find(([name, value]) => {
    return Array.isArray(value) && !lists.includes(name);
  });
  if (twice === undefined) return true;
  throw badUsage(`--${twice[0]} is given more than once`);
}

/** A command's own exit statuses must not be taken for cxray's. */
function failureExit(status: ExitStatus, args: readonly string[]): ExitStatus {
  const dashes = args.indexOf("--");
  return dashes !== -1 && dashes < args.length - 1 ? exitBesideCommand(status) : status;
}

const args = process.argv.slice(2);
endWithReader((status) => process.exit(failureExit(status, args)));
try {
  process.exitCode = await run(args);
} catch (error) {
  process.exitCode = failureExit(reportError(error), args);
}
