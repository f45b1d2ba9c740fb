/** `cxray record`: records what containers do into a database. */
import { CxrayError, EXIT, exitBesideCommand } from "../../model/errors.js";
import type { ContainerFilter } from "../../model/recordings/container-filter.js";
import { openLog } from "../../emit/index.js";
import { parseDuration } from "../options/duration.js";
import { parseEvents } from "../options/events.js";
import { parsePercentage } from "../options/percentage.js";
import { openLiveLog } from "../recording/live-log.js";
import { learningOf } from "../baselines.js";
import { ringBytes } from "../options/shared-options.js";
import { parseSize } from "../options/size.js";
import { recordInto } from "../recording/record-into.js";
import { completenessExit, type RunOutcome } from "../recording/record-run.js";
import { recordUntilStable } from "../recording/until-stable.js";
import type { CommandFunction, Invocation } from "./command.js";

interface RecordArguments {
  readonly db: string;
  readonly image: readonly string[];
  readonly container: readonly string[];
  readonly engine: string | undefined;
  readonly buffer: number;
  readonly duration: string | undefined;
  readonly "max-size": string | undefined;
  readonly log: string | undefined;
  readonly events: readonly string[];
  readonly "until-stable": string | undefined;
}

export const record: CommandFunction<RecordArguments> = async (argv, config) => {
  const { "until-stable": percentage, afterDashes: command } = argv;
  if (argv.log === undefined && argv.typed.has("events")) throw eventsWithoutLog();
  const filter = { images: argv.image, containers: argv.container };
  const record = await recorderOf(argv, filter);
  if (percentage === undefined) return exitOf(await record(), command, filter);
  refuseBesideRepetition(argv);
  const { outcome, isStable } = await recordUntilStable(
    record,
    argv.db,
    parsePercentage(percentage),
    learningOf(config),
  );
  if (isStable) return exitOf(outcome, command, filter);
  return outcome.commandExit === 0 ? exitBesideCommand(EXIT.incomplete) : outcome.commandExit;
};

/** Checks all options now, and returns a function that makes one recording each time it is called. */
async function recorderOf(
  argv: RecordArguments & Invocation,
  filter: ContainerFilter,
): Promise<() => Promise<RunOutcome>> {
  const { log: logTarget, "max-size": size, duration, afterDashes: command } = argv;
  const events = await parseEvents(argv.events);
  const logFormat = logTarget === undefined ? null : await openLog();
  const options = {
    openLog: logFormat && (() => openLiveLog(logFormat, logTarget ?? "-", events)),
    filter,
    engine: argv.engine,
    ringSize: ringBytes(argv.buffer),
    command,
    commandOutput: logTarget === "-" ? "stderr" : "stdout",
    logsToStdout: logTarget === "-",
    duration: duration === undefined ? undefined : parseDuration(duration),
    maxSize: size === undefined ? undefined : parseSize(size),
  } as const;
  return async () => recordInto(argv.db, options);
}

function exitOf(
  { status, commandExit }: RunOutcome,
  command: readonly string[],
  filter: ContainerFilter,
): number {
  const own = completenessExit(status, filter);
  if (command.length === 0) return own;
  return commandExit === 0 ? exitBesideCommand(own) : commandExit;
}

function eventsWithoutLog(): CxrayError {
  return new CxrayError("bad-usage", "--events has no effect without --log", [
    "--events chooses which events the log has; the database has all. Add --log, or leave out --events.",
  ]);
}

function refuseBesideRepetition({ afterDashes, typed }: Invocation): void {
  if (afterDashes.length === 0) {
    throw new CxrayError("bad-usage", "--until-stable needs a command to repeat", [
      "cxray record --until-stable 20 -- docker run --rm IMAGE",
    ]);
  }
  const beside = ["log", "duration"].find((each) => typed.has(each));
  if (beside !== undefined) {
    throw new CxrayError("bad-usage", `--${beside} can't be used with --until-stable`, [
      "--until-stable makes several recordings. Leave out one of the two options.",
    ]);
  }
}
