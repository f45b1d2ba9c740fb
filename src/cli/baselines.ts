/** The baselines of a database, brought up to date first. */
import { aggregate, type Aggregation } from "../aggregate/aggregate.js";
import { resolveImage } from "../aggregate/resolve-image.js";
import type { Baseline } from "../model/baseline.js";
import { CxrayError, type ErrorCode } from "../model/errors.js";
import { plural } from "../model/plural.js";
import { openStore } from "../store/open.js";
import type { Store } from "../store/store.js";
import { warn } from "./output.js";

const UNWRITABLE: ReadonlySet<string> = new Set<ErrorCode>(["unusable-database", "disk-full"]);

/** Opens for reading; a database that we may write keeps its baselines for the next time. */
function openToRead(db: string): Store {
  try {
    return openStore(db, "update");
  } catch (error) {
    if (error instanceof CxrayError && UNWRITABLE.has(error.code)) return openStore(db, "read");
    throw error;
  }
}

/** Does something with an open database, and closes it. */
export function withStore<T>(db: string, use: (store: Store) => T): T {
  const store = openToRead(db);
  try {
    return use(store);
  } finally {
    store.close();
  }
}

/** @throws CxrayError no-database and the other refusals of `openStore` */
export function loadBaselines(store: Store, includeSessions: boolean): Aggregation {
  const result = aggregate(store, { includeSessions });
  warnOfUnattributed(result.unattributed);
  return result;
}

/**
 * The baseline of the image that is asked for. Containers of no known image are told where they may
 * be its own: in a recording that has it, or where there is no baseline of it.
 *
 * @throws CxrayError as `chooseBaseline` and `openStore`
 */
export function loadBaseline(
  store: Store,
  reference: string | undefined,
  includeSessions: boolean,
): Baseline {
  const { baselines, unattributed } = aggregate(store, { includeSessions });
  try {
    const baseline = chooseBaseline(baselines, reference);
    warnOfUnattributed(countBeside(store, baseline));
    return baseline;
  } catch (error) {
    warnOfUnattributed(unattributed);
    throw error;
  }
}

function countBeside(store: Store, { image: { digest } }: Baseline): number {
  const containers = store.containers();
  const ours = containers.filter(({ image }) => image?.imageId === digest);
  const recordings = new Set(ours.map(({ recordingId }) => recordingId));
  return containers.filter(({ image, recordingId }) => {
    return image === null && recordings.has(recordingId);
  }).length;
}

function warnOfUnattributed(count: number): void {
  if (count === 0) return;
  const [verb, whose] = count === 1 ? ["is", "its"] : ["are", "their"];
  const containers = plural(count, "container");
  warn(`${containers} ${verb} in no baseline: no engine could tell ${whose} image`);
}

/**
 * The baseline that `reference` means; without one, the only there is.
 *
 * @throws CxrayError unknown-image, ambiguous-image, no-image
 */
export function chooseBaseline(
  baselines: readonly Baseline[],
  reference: string | undefined,
): Baseline {
  if (reference !== undefined) return resolveImage(baselines, reference);
  const [only, ...others] = baselines;
  if (only !== undefined && others.length === 0) return only;
  const known = baselines.map(({ image }) => `  ${image.references.join(", ")}  ${image.digest}`);
  throw new CxrayError(
    "no-image",
    only === undefined ? "no image was recorded yet" : "several images were recorded",
    only === undefined
      ? "Record a container first: cxray record"
      : ["Choose one with --image:", ...known],
  );
}
