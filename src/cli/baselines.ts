/** Loads the baselines that a command is about, from a database or a file. */
import {
  aggregate,
  baselineOf,
  chooseRuns,
  readBaselineFile,
  type Aggregation,
  type FoldOptions,
  type Wanted,
} from "../aggregate/index.js";
import { parseImageReference } from "../model/images/reference.js";
import type { Invocation } from "./commands/command.js";
import type { Config } from "./config/config.js";
import { badUsage } from "./options/bad-usage.js";
import type { Baseline } from "../model/baseline/baseline.js";
import type { Container } from "../model/recordings/recording.js";
import { CxrayError, type ErrorCode } from "../model/errors.js";
import { plural } from "../model/plural.js";
import { openStore, type Store } from "../store/index.js";
import { parseSince } from "./options/since.js";
import { warn } from "./terminal/output.js";

const UNWRITABLE: ReadonlySet<string> = new Set<ErrorCode>(["unusable-database", "disk-full"]);

/** Opens for reading. If the database is writable, it keeps the updated baselines for next time. */
function openToRead(db: string): Store {
  try {
    return openStore(db, "update");
  } catch (error) {
    if (error instanceof CxrayError && UNWRITABLE.has(error.code)) return openStore(db, "read");
    throw error;
  }
}

/** Opens a database, passes it to `use`, and closes it. */
export function withStore<T>(db: string, use: (store: Store) => T): T {
  const store = openToRead(db);
  try {
    return use(store);
  } finally {
    store.close();
  }
}

/** The user's choices about learning. All are required, so that no caller forgets one. */
export type Learning = Required<Pick<FoldOptions, "includeSessions" | "patterns">>;

/** The choices of cxray.yaml, overridden by the options of the command. */
export function learningOf(config: Config, argv: Partial<SessionsOption> = {}): Learning {
  const sessions = argv["include-sessions"] ?? config["include-sessions"] ?? false;
  return { includeSessions: sessions, patterns: config.patterns ?? {} };
}

interface SessionsOption {
  readonly "include-sessions": boolean;
}

/** All baselines of a database, updated. @throws CxrayError as `openStore` */
export function loadBaselines(store: Store, options: Learning): Aggregation {
  const result = aggregate(store, options);
  warnOfUnattributed(result.unattributed);
  return result;
}

/**
 * The baseline of the runs that the user wants. It warns about containers without a known image if
 * they may belong to it: if one is in the same recording, or if there is no baseline of the image.
 *
 * @throws CxrayError unknown-image, ambiguous-image, no-image, no-runs, and those of `openStore`
 */
export function loadBaseline(store: Store, wanted: Wanted, options: Learning): Baseline {
  chosenContainers(store, wanted);
  return baselineOf(store, wanted, options);
}

/** The containers whose runs the user wants; otherwise as `loadBaseline`. */
export function chosenContainers(store: Store, wanted: Wanted): Container[] {
  const all = store.containers();
  const unknown = all.filter(({ image }) => image === null);
  try {
    const chosen = all.filter(chooseRuns(all, wanted).isMeant);
    const recordings = new Set(chosen.map(({ recordingId }) => recordingId));
    warnOfUnattributed(unknown.filter(({ recordingId }) => recordings.has(recordingId)).length);
    return chosen;
  } catch (error) {
    warnOfUnattributed(unknown.length);
    throw error;
  }
}

interface BaselineArguments extends RunChoice, Invocation {
  readonly db: string;
  readonly baseline: string | undefined;
  readonly "include-sessions": boolean;
}

/** The baseline from the file of `--baseline`, or else from the database. */
export function baselineFor(argv: BaselineArguments, config: Config): Baseline {
  const { baseline: file, typed, image } = argv;
  if (file === undefined) {
    return withStore(argv.db, (store) =>
      loadBaseline(store, wantedRuns(argv), learningOf(config, argv)),
    );
  }
  const beside = ["db", "latest", "since", "include-sessions"].find((each) => typed.has(each));
  if (beside !== undefined) {
    throw badUsage(`--${beside} has no effect with --baseline`, [
      "It chooses runs of a database; a baseline file has all its runs already.",
    ]);
  }
  const baseline = readBaselineFile(file);
  if (image !== undefined && typed.has("image")) refuseOtherImage(file, baseline, image);
  return baseline;
}

function refuseOtherImage(file: string, { image }: Baseline, reference: string): void {
  const { repository } = parseImageReference(reference);
  if (reference === image.name || repository === image.name) return;
  const problem = `${file} is a baseline of ${image.name}, not of ${reference}`;
  throw new CxrayError("other-baseline", problem, [
    `Name the baseline of ${reference} with --baseline, or leave out --image.`,
  ]);
}

/** The options that choose runs. */
export interface RunChoice {
  readonly image: string | undefined;
  readonly latest: boolean;
  readonly since: string | undefined;
}

/** What the options `--image`, `--latest` and `--since` mean. */
export function wantedRuns({ image, latest, since }: RunChoice): Wanted {
  return {
    image,
    latest,
    ...(since === undefined ? {} : { since: parseSince(since, Date.now()) }),
  };
}

function warnOfUnattributed(count: number): void {
  if (count === 0) return;
  const [verb, whose] = count === 1 ? ["is", "its"] : ["are", "their"];
  const containers = plural(count, "container");
  warn(`${containers} ${verb} in no baseline: no engine knows ${whose} image`);
}
