import { createHash } from "node:crypto";
import type { Baseline } from "../model/baseline/baseline.js";
import { CxrayError } from "../model/errors.js";
import { sortedTexts } from "../model/order.js";
import type { Store } from "../store/index.js";
import { parseBaseline } from "./baseline-file.js";
import { baselineDocument } from "./document.js";
import { foldBaselines, type FoldOptions } from "./fold.js";
import { foldVersion } from "./fold-version.js";
import { PatternPreviews, type PatternPreview } from "./patterns/preview.js";
import { chooseRuns, type Wanted } from "./resolve-image.js";
import { checkBaseline } from "./validate.js";

/** What aggregation needs of a store. */
export type AggregatedStore = Pick<
  Store,
  | "path"
  | "writable"
  | "snapshot"
  | "fingerprint"
  | "recordings"
  | "containers"
  | "facts"
  | "readBaselines"
  | "writeBaselines"
>;

export interface Aggregation {
  /** one per name, sorted by name */
  readonly baselines: readonly Baseline[];
  /** the number of recordings in the database */
  readonly recordings: number;
  /** the number of containers in the database, including those without an image */
  readonly containers: number;
  /** containers whose image no engine knew: they are in no baseline */
  readonly unattributed: number;
  /** false: nothing was new, so the stored baselines were read */
  readonly folded: boolean;
}

/**
 * Makes the baselines of all recordings and stores them, if the store is writable. Reads the stored
 * baselines if nothing is new since then.
 * @throws CxrayError unusable-database; invalid-output, which would be a defect
 */
export function aggregate(store: AggregatedStore, options: FoldOptions = {}): Aggregation {
  const { fingerprint, ...aggregation } = store.snapshot(() => readOrFold(store, options));
  if (aggregation.folded && store.writable) {
    const documents = aggregation.baselines.map((baseline) => ({
      name: baseline.image.name,
      // made on demand, so that only one document is in memory
      get json() {
        return baselineDocument(baseline);
      },
    }));
    keepBaselines(() => {
      store.writeBaselines(fingerprint, documents);
    });
  }
  return aggregation;
}

/**
 * The baseline that the user asks for. The baseline of all runs of a name is stored and kept up to
 * date; a baseline of some runs is computed each time.
 * @throws CxrayError as `chooseRuns` and `aggregate`
 */
export function baselineOf(
  store: AggregatedStore,
  wanted: Wanted,
  options: FoldOptions = {},
): Baseline {
  const selection = chooseRuns(store.containers(), wanted);
  if (selection.isWhole) {
    const { baselines } = aggregate(store, options);
    const whole = baselines.find(({ image }) => image.name === selection.name);
    if (whole !== undefined) return whole;
  }
  return foldAgain(store, wanted, options);
}

/**
 * The patterns of that baseline with the names they stand for, sorted.
 * @throws CxrayError as `chooseRuns`
 */
export function previewPatterns(
  store: AggregatedStore,
  wanted: Wanted,
  options: FoldOptions = {},
): PatternPreview[] {
  const previews = new PatternPreviews();
  foldAgain(store, wanted, { ...options, onPattern: previews.add });
  return previews.list();
}

function foldAgain(store: AggregatedStore, wanted: Wanted, options: FoldOptions): Baseline {
  return store.snapshot(() => {
    const containers = store.containers();
    const facts = { [Symbol.iterator]: () => store.facts() };
    const again = { ...options, selection: chooseRuns(containers, wanted) };
    const [baseline] = foldBaselines(store.recordings(), containers, facts, again);
    if (baseline === undefined) throw new RangeError("runs were chosen and gave no baseline");
    checkBaseline(baseline);
    return baseline;
  });
}

/** Stored baselines only save time: on a full disk they are computed again next time. */
function keepBaselines(write: () => void): void {
  try {
    write();
  } catch (error) {
    if (!(error instanceof CxrayError && error.code === "disk-full")) throw error;
  }
}

function readOrFold(
  store: AggregatedStore,
  options: FoldOptions,
): Aggregation & { fingerprint: string } {
  const fingerprint = `${store.fingerprint()} fold-${foldVersion()} ${choicesOf(options)}`;
  const recordings = store.recordings();
  const containers = store.containers();
  const about = {
    fingerprint,
    recordings: recordings.length,
    containers: containers.length,
    unattributed: containers.filter(({ image }) => image === null).length,
  };
  const stored = readStored(store, fingerprint);
  if (stored !== null) return { ...about, baselines: stored, folded: false };
  const facts = { [Symbol.iterator]: () => store.facts() };
  const baselines = foldBaselines(recordings, containers, facts, options);
  baselines.forEach(checkBaseline);
  return { ...about, baselines, folded: true };
}

/** The options of the fold as text: baselines made with different options are not reused. */
function choicesOf({ includeSessions, patterns = {} }: FoldOptions): string {
  const sessions = includeSessions === true ? "with-sessions" : "without-sessions";
  const { off = [], ...rows } = patterns;
  const own = Object.values(rows).flat().length === 0 ? [] : [`own-${digestOf(rows)}`];
  return [sessions, ...sortedTexts(off).map((rule) => `without-${rule}`), ...own].join(" ");
}

function digestOf(rows: object): string {
  return createHash("sha256").update(JSON.stringify(rows)).digest("hex").slice(0, 16);
}

/** The stored baselines; null: they are out of date or damaged. */
function readStored(store: AggregatedStore, fingerprint: string): Baseline[] | null {
  const stored = store.readBaselines();
  if (stored?.fingerprint !== fingerprint) return null;
  try {
    return stored.documents.map((document) => parseBaseline(document, store.path));
  } catch (error) {
    if (error instanceof CxrayError) return null;
    throw error;
  }
}
