/** cxray record: kernel events of containers into a database. */
import type { Options } from "yargs";
import { exitBesideCommand } from "../../model/errors.js";
import { openStore } from "../../store/open.js";
import type { Store } from "../../store/store.js";
import type { Config } from "../config.js";
import { parseDuration } from "../duration.js";
import { openLiveLog } from "../live-log.js";
import { dbOption, filterOptions, ringBytes } from "../options.js";
import { completenessExit, recordRun } from "../record-run.js";
import { cxrayVersion } from "../version.js";
import { commandAfterDashes, examples, usageOf, type MakeCommand } from "./command.js";

interface RecordArguments {
  readonly db: string;
  readonly image: readonly string[];
  readonly container: readonly string[];
  readonly engine: string | undefined;
  readonly buffer: number;
  readonly duration: string | undefined;
  readonly log: string | undefined;
}

function recordOptions(config: Config) {
  return {
    ...dbOption(config),
    ...filterOptions(config),
    duration: {
      type: "string",
      describe: "stop after this time: 30s, 5m, 1h; a bare number counts seconds",
      default: config.duration,
      defaultDescription: "until Ctrl-C, or until the command ends",
      requiresArg: true,
    },
    log: {
      type: "string",
      describe: "also write the JSON log, to a file or to stdout (-)",
      default: config.log,
      requiresArg: true,
    },
  } as const satisfies Record<string, Options>;
}

const DESCRIBE = "record what containers do into a database";

export const record: MakeCommand<RecordArguments> = (config, setExit) => ({
  command: "record",
  describe: DESCRIBE,
  builder: (yargs) =>
    yargs
      .options(recordOptions(config))
      .usage(usageOf("cxray record [options] [-- COMMAND…]", DESCRIBE))
      .epilogue(
        examples(
          ["cxray record", "record every container until Ctrl-C"],
          ["cxray record --image 'nginx*' --duration 10m", "ten minutes of nginx"],
          ["cxray record -- docker run --rm alpine id", "while the command runs"],
        ),
      ),
  handler: async (argv) => {
    const command = commandAfterDashes(argv);
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
      if (command.length === 0) setExit(own);
      else setExit(commandExit === 0 ? exitBesideCommand(own) : commandExit);
    } finally {
      store?.close();
    }
  },
});
