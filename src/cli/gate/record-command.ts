/** Records while a command runs, for `cxray check`. */
import { ringBytes } from "../options/shared-options.js";
import { parseSize } from "../options/size.js";
import { recordInto } from "../recording/record-into.js";

interface RecordArguments {
  readonly db: string;
  readonly engine: string | undefined;
  readonly buffer: number;
  readonly "max-size": string | undefined;
  readonly afterDashes: readonly string[];
}

export interface Recorded {
  /** when the recording began, as RFC 3339 */
  readonly since: string;
  readonly commandExit: number;
  /** false if a signal came first */
  readonly commandStarted: boolean;
}

/** Runs and records the command. Its output goes to stderr, because stdout is for the report. */
export async function recordCommand(argv: RecordArguments): Promise<Recorded> {
  const since = new Date().toISOString();
  const { "max-size": size, afterDashes: command } = argv;
  const { commandExit, commandStarted } = await recordInto(argv.db, {
    filter: { images: [], containers: [] },
    engine: argv.engine,
    ringSize: ringBytes(argv.buffer),
    command,
    commandOutput: "stderr",
    duration: undefined,
    maxSize: size === undefined ? undefined : parseSize(size),
  });
  return { since, commandExit, commandStarted };
}
