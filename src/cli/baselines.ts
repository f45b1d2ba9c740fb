/** The baselines of a database, brought up to date first. */
import { aggregate, type Aggregation, imageLabel, resolveImage } from "../aggregate/index.js";
import type { Baseline, ImageIdentity } from "../model/baseline/baseline.js";
import { CxrayError, type ErrorCode } from "../model/errors.js";
import { sortedTexts } from "../model/order.js";
import { plural } from "../model/plural.js";
import { openStore, type Store } from "../store/index.js";
import { warn } from "./terminal/output.js";

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
    const baseline = chooseBaseline(baselines, reference, datesOf(store));
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

/** When each image was recorded last, in nanoseconds since 1970. */
function datesOf(store: Store): Map<string, bigint> {
  const dates = new Map<string, bigint>();
  for (const { image, startedAt } of store.containers()) {
    if (image === null) continue;
    const before = dates.get(image.imageId) ?? 0n;
    dates.set(image.imageId, startedAt > before ? startedAt : before);
  }
  return dates;
}

/** As a list to choose from shows an image. */
function describeChoice(image: ImageIdentity, dates: ReadonlyMap<string, bigint>): string {
  const date = dates.get(image.digest);
  if (date === undefined) return imageLabel(image);
  const time = new Date(Number(date / 1_000_000n)).toISOString().slice(0, 16).replace("T", " ");
  return `${imageLabel(image)}  recorded ${time} UTC`;
}

/**
 * The baseline that `reference` means; without one, the only there is. Images to choose from are
 * listed with when they were recorded last.
 *
 * @throws CxrayError unknown-image, ambiguous-image, no-image
 */
export function chooseBaseline(
  baselines: readonly Baseline[],
  reference: string | undefined,
  dates: ReadonlyMap<string, bigint> = new Map(),
): Baseline {
  const label = (image: ImageIdentity): string => describeChoice(image, dates);
  if (reference !== undefined) return resolveImage(baselines, reference, label);
  const [only, ...others] = baselines;
  if (only !== undefined && others.length === 0) return only;
  const known = sortedTexts(baselines.map(({ image }) => `  ${label(image)}`));
  throw new CxrayError(
    "no-image",
    only === undefined ? "no image was recorded yet" : "several images were recorded",
    only === undefined
      ? "Record a container first: cxray record"
      : ["Choose one with --image:", ...known],
  );
}
