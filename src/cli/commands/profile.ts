/** `cxray profile`: shows what an image does, as text or as JSON. */
import {
  countDockerDefault,
  dockerDefaultAllowList,
  dockerDefaultConditional,
} from "../../model/kernel/docker-default.js";
import { baselineDocument, previewPatterns } from "../../aggregate/index.js";
import type { Baseline } from "../../model/baseline/baseline.js";
import { CxrayError, EXIT, exitBesideCommand, type ExitStatus } from "../../model/errors.js";
import { marksOf } from "../../policy/index.js";
import { baselineFor, chosenContainers, learningOf, wantedRuns, withStore } from "../baselines.js";
import type { Config } from "../config/config.js";
import { warnIfIncomplete } from "../incomplete.js";
import { printResult, terminalLook } from "../terminal/output.js";
import { formatPreviews } from "../profile/preview.js";
import { formatProfile } from "../profile/view.js";
import { withTemporaryDatabase } from "../recording/temporary-database.js";
import { parseSize } from "../options/size.js";
import type { CommandFunction, Invocation } from "./command.js";

interface ProfileArguments {
  readonly db: string;
  readonly image: string | undefined;
  readonly baseline: string | undefined;
  readonly latest: boolean;
  readonly since: string | undefined;
  readonly json: boolean;
  readonly all: boolean;
  readonly preview: boolean;
  readonly "include-sessions": boolean;
  readonly engine: string | undefined;
  readonly buffer: number;
  readonly "max-size": string | undefined;
}

export const SHOWN_ENTRIES = 25;

export const profile: CommandFunction<ProfileArguments> = async (argv, config) => {
  const command = argv.afterDashes;
  const { typed, "max-size": size } = argv;
  if (command.length === 0) {
    if (typed.has("max-size")) throw sizeWithoutCommand();
    return show(argv, config);
  }
  const beside = ["db", "baseline", "latest", "since"].find((each) => typed.has(each));
  if (beside !== undefined) throw withoutEffectBesideCommand(beside);
  const maxSize = size === undefined ? undefined : parseSize(size);
  const { recordInImage } = await import("../recording/in-image.js");
  return withTemporaryDatabase(async (db) => {
    const recorded = await recordInImage({ ...argv, db, maxSize }, command);
    const { commandExit, commandStarted } = recorded;
    if (!commandStarted) return commandExit;
    const own = show({ ...argv, db, typed: new Set() }, config);
    return commandExit === 0 ? exitBesideCommand(own) : commandExit;
  });
};

/** Prints the baseline and returns the exit status. */
function show(argv: ProfileArguments & Invocation, config: Config): ExitStatus {
  const { json, all, preview } = argv;
  if (preview) return showPatterns(argv, config);
  const baseline = baselineFor(argv, config);
  printResult(json ? baselineDocument(baseline) : view(baseline, all, config));
  if (json) warnIfIncomplete(baseline.completeness); // the text includes the reasons itself
  return baseline.completeness.state === "partial" ? EXIT.incomplete : EXIT.done;
}

/** Prints the names that each pattern was made from. Only the database has them. */
function showPatterns(argv: ProfileArguments & Invocation, config: Config): ExitStatus {
  const { json, typed } = argv;
  if (typed.has("baseline")) {
    throw new CxrayError("bad-usage", "--preview has no effect with --baseline", [
      "A file has the patterns, but not the names they were made from. Use a database: --db FILE",
    ]);
  }
  return withStore(argv.db, (store) => {
    const wanted = wantedRuns(argv);
    chosenContainers(store, wanted);
    const previews = previewPatterns(store, wanted, learningOf(config, argv));
    printResult(
      json
        ? `${JSON.stringify(previews, null, 2)}\n`
        : formatPreviews(argv.image, previews, config.patterns?.forms),
    );
    return EXIT.done;
  });
}

/** A command that somebody tries in an image must not get into the image's baseline. */
function withoutEffectBesideCommand(option: string): CxrayError {
  return new CxrayError("bad-usage", `--${option} has no effect with a command`, [
    "cxray records the command into a temporary database, and deletes it afterwards.",
    "To keep the recording: cxray record --db FILE -- docker run --rm IMAGE COMMAND",
  ]);
}

function sizeWithoutCommand(): CxrayError {
  return new CxrayError("bad-usage", "--max-size has no effect without a command", [
    "It limits the recording of a command: cxray profile --image REF --max-size 500M -- COMMAND",
    "Leave the option out.",
  ]);
}

function view(baseline: Baseline, all: boolean, { policy }: Config): string {
  return formatProfile(baseline, {
    marks: marksOf(policy, baseline.image),
    limit: all ? Infinity : SHOWN_ENTRIES,
    ...terminalLook(),
    dockerDefault: dockerDefaultAllowList,
    dockerConditional: dockerDefaultConditional,
    dockerDefaultCount: countDockerDefault(
      baseline.architecture === "aarch64" ? "arm64" : "x86_64",
    ),
  });
}
