/** The bare cxray: the JSON log of every container on stdout, as the original wrote it. */
import { isOpenFilter } from "../../record/containers/filter.js";
import { openLiveLog } from "../live-log.js";
import { filterOptions, ringBytes } from "../options.js";
import { completenessExit, recordRun } from "../record-run.js";
import { cxrayVersion } from "../version.js";
import { examples, type MakeCommand } from "./command.js";

interface LogArguments {
  readonly image: readonly string[];
  readonly container: readonly string[];
  readonly engine: string | undefined;
  readonly buffer: number;
}

export const liveLog: MakeCommand<LogArguments> = (config, setExit) => ({
  command: "$0",
  describe: "write the JSON log of every container to stdout until Ctrl-C",
  builder: (yargs) =>
    yargs
      .options(filterOptions(config))
      .epilogue(
        examples(
          ["cxray > log.json", "the log of every container"],
          ["cxray --image alpine", "of alpine's containers only"],
        ),
      ),
  handler: async (argv) => {
    const filter = { images: argv.image, containers: argv.container };
    const { status } = await recordRun({
      openLog: () => openLiveLog("-"),
      openStore: null,
      filter,
      engine: argv.engine,
      // The log names containers by id: without a filter no engine is needed.
      engineOptional: isOpenFilter(filter),
      ringSize: ringBytes(argv.buffer),
      cxrayVersion: cxrayVersion(),
      target: "stdout",
      command: [],
      commandOutput: "stdout",
      duration: undefined,
    });
    setExit(completenessExit(status, filter));
  },
});
