/** `cxray` without a command: writes the JSON log of every container to stdout, as cxray 1 did. */
import { isOpenFilter } from "../../model/recordings/container-filter.js";
import { openLog } from "../../emit/index.js";
import { parseEvents } from "../options/events.js";
import { openLiveLog } from "../recording/live-log.js";
import { ringBytes } from "../options/shared-options.js";
import { completenessExit, recordRun } from "../recording/record-run.js";
import { cxrayVersion } from "../version.js";
import type { CommandFunction } from "./command.js";

interface LogArguments {
  readonly image: readonly string[];
  readonly container: readonly string[];
  readonly engine: string | undefined;
  readonly buffer: number;
  readonly events: readonly string[];
}

export const liveLog: CommandFunction<LogArguments> = async (argv) => {
  const filter = { images: argv.image, containers: argv.container };
  const events = await parseEvents(argv.events);
  const format = await openLog();
  const { status } = await recordRun({
    openLog: () => openLiveLog(format, "-", events),
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
  return completenessExit(status, filter);
};
