/** cxray record: kernel events of containers into a database. */
import { exitBesideCommand } from "../../model/errors.js";
import { openStore } from "../../store/open.js";
import type { Store } from "../../store/store.js";
import { parseDuration } from "../duration.js";
import { openLiveLog } from "../live-log.js";
import { ringBytes } from "../options.js";
import { completenessExit, recordRun } from "../record-run.js";
import { cxrayVersion } from "../version.js";
import type { Run } from "./command.js";

interface RecordArguments {
  readonly db: string;
  readonly image: readonly string[];
  readonly container: readonly string[];
  readonly engine: string | undefined;
  readonly buffer: number;
  readonly duration: string | undefined;
  readonly log: string | undefined;
}

export const record: Run<RecordArguments> = async (argv) => {
  const command = argv.afterDashes;
  const duration = argv.duration === undefined ? undefined : parseDuration(argv.duration);
  const { log: logTarget } = argv;
  const filter = { images: argv.image, containers: argv.container };
  let store: Store | undefined;
  try {
    const { status, commandExit } = await recordRun({
      openLog: logTarget === undefined ? null : () => openLiveLog(logTarget),
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
    });
    const own = completenessExit(status, filter);
    if (command.length === 0) return own;
    return commandExit === 0 ? exitBesideCommand(own) : commandExit;
  } finally {
    store?.close();
  }
};
