/** Records while a command runs, for a check. */
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
  /** RFC 3339: when it began */
  readonly since: string;
  readonly commandExit: number;
  /** false: a signal came first */
  readonly commandStarted: boolean;
}

/** The result is for stdout, and so the command's own output goes to stderr. */
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
