/** cxray record: kernel events of containers into a database. */
import { CxrayError, exitBesideCommand } from "../../model/errors.js";
import { openLog } from "../../emit/index.js";
import { openStore, type Store } from "../../store/index.js";
import { parseDuration } from "../options/duration.js";
import { parseEvents } from "../options/events.js";
import { openLiveLog } from "../recording/live-log.js";
import { ringBytes } from "../options/shared-options.js";
import { parseSize } from "../options/size.js";
import { completenessExit, recordRun } from "../recording/record-run.js";
import { cxrayVersion } from "../version.js";
import type { CommandFunction } from "./command.js";

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
}

export const record: CommandFunction<RecordArguments> = async (argv) => {
  const command = argv.afterDashes;
  const duration = argv.duration === undefined ? undefined : parseDuration(argv.duration);
  const { log: logTarget, "max-size": size } = argv;
  const maxSize = size === undefined ? undefined : parseSize(size);
  const filter = { images: argv.image, containers: argv.container };
  const events = await parseEvents(argv.events);
  if (logTarget === undefined && argv.typed.has("events")) {
    throw new CxrayError("bad-usage", "--events has no effect without --log", [
      "--events chooses events of the log; the database gets all of them. Add --log, or leave out --events.",
    ]);
  }
  const logFormat = logTarget === undefined ? null : await openLog();
  let store: Store | undefined;
  try {
    const { status, commandExit } = await recordRun({
      openLog: logFormat && (() => openLiveLog(logFormat, logTarget ?? "-", events)),
      openStore: () => (store = openStore(argv.db, "write")),
      filter,
      engine: argv.engine,
      engineOptional: false,
      ringSize: ringBytes(argv.buffer),
      cxrayVersion: cxrayVersion(),
      target: argv.db,
      command,
      commandOutput: logTarget === "-" ? "stderr" : "stdout",
      logsToStdout: logTarget === "-",
      duration,
      maxSize,
    });
    const own = completenessExit(status, filter);
    if (command.length === 0) return own;
    return commandExit === 0 ? exitBesideCommand(own) : commandExit;
  } finally {
    store?.close();
  }
};
