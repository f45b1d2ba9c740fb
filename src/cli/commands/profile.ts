/** cxray profile: what an image does, for a person or as JSON. */
import {
  countDockerDefault,
  dockerDefaultAllowList,
  dockerDefaultConditional,
} from "../../emit/seccomp/docker-default.js";
import type { Baseline } from "../../model/baseline.js";
import { CxrayError, EXIT, exitBesideCommand, type ExitStatus } from "../../model/errors.js";
import { loadBaseline, withStore } from "../baselines.js";
import { warnOfGaps } from "../gaps.js";
import { bufferOption, dbOption, engineOption, imageOption, sessionsOption } from "../options.js";
import { printResult, terminalLook } from "../output.js";
import { formatProfile } from "../profile-view.js";
import { recordInImage } from "../record-in-image.js";
import { withTemporaryDatabase } from "../temporary-database.js";
import { commandAfterDashes, examples, usageOf, type MakeCommand } from "./command.js";

interface ProfileArguments {
  readonly db: string;
  readonly image: string | undefined;
  readonly json: boolean;
  readonly all: boolean;
  readonly "include-sessions": boolean;
  readonly engine: string | undefined;
  readonly buffer: number;
}

export const SHOWN_ENTRIES = 25;

const DESCRIBE = "show what an image does";

export const profile: MakeCommand<ProfileArguments> = (config, setExit) => ({
  command: "profile",
  describe: DESCRIBE,
  builder: (yargs) =>
    yargs
      .options({
        ...dbOption(config),
        ...imageOption(config),
        json: { type: "boolean", describe: "print the baseline document", default: false },
        all: { type: "boolean", describe: "show every entry of long lists", default: false },
        ...sessionsOption(config),
        ...engineOption(config),
        ...bufferOption(config),
      } as const)
      .usage(usageOf("cxray profile --image REF [options] [-- COMMAND…]", DESCRIBE))
      .epilogue(
        examples(
          ["cxray profile --image alpine", "what alpine's containers did"],
          ["cxray profile --image alpine --json > alpine.json", "a baseline to commit to git"],
          ["cxray profile --image alpine -- id -u", "what `id -u` does in alpine; it is not kept"],
        ),
      ),
  handler: async (argv) => {
    const command = commandAfterDashes(argv);
    if (command.length === 0) {
      setExit(show(argv));
      return;
    }
    if (argv.db !== dbOption(config).db.default) throw databaseBesideCommand();
    const exit = await withTemporaryDatabase(async (db) => {
      const { commandExit, commandStarted } = await recordInImage({ ...argv, db }, command);
      if (!commandStarted) return commandExit;
      const own = show({ ...argv, db });
      return commandExit === 0 ? exitBesideCommand(own) : commandExit;
    });
    setExit(exit);
  },
});

/** Prints the baseline; gives the exit status. */
function show({
  db,
  image,
  json,
  all,
  "include-sessions": sessions,
}: ProfileArguments): ExitStatus {
  const baseline = withStore(db, (store) => loadBaseline(store, image, sessions));
  printResult(json ? `${JSON.stringify(baseline, null, 2)}\n` : view(baseline, all));
  if (json) warnOfGaps(baseline.completeness); // the view has them itself
  return baseline.completeness.state === "partial" ? EXIT.incomplete : EXIT.done;
}

/** What somebody tries in an image is not what the image does. */
function databaseBesideCommand(): CxrayError {
  return new CxrayError("bad-usage", "--db has no effect beside a command", [
    "What the command does is recorded apart, shown, and not kept: no baseline learns from it.",
    "To learn from it: cxray record --db FILE -- docker run --rm IMAGE COMMAND",
  ]);
}

function view(baseline: Baseline, all: boolean): string {
  return formatProfile(baseline, {
    limit: all ? Infinity : SHOWN_ENTRIES,
    ...terminalLook(),
    dockerDefault: dockerDefaultAllowList,
    dockerConditional: dockerDefaultConditional,
    dockerDefaultCount: countDockerDefault(
      baseline.architecture === "aarch64" ? "arm64" : "x86_64",
    ),
  });
}
