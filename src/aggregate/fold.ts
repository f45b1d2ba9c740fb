import type { Baseline } from "../model/baseline/baseline.js";
import type { Fact } from "../model/events/fact.js";
import { sortedBy } from "../model/order.js";
import type { Container, Recording } from "../model/recordings/recording.js";
import { lineagesOf, type Selection } from "./lineage.js";
import { runTable, type Run } from "./run.js";
import { trustedContainers } from "./trusted-runs.js";
import { ImageFold } from "./image-fold.js";
import type { OnPattern } from "./patterns/generalise.js";
import { tablesOf, type Patterns } from "./tables/tables.js";

export interface FoldOptions {
  /** count sessions of `docker exec` as behaviour of the image too */
  readonly includeSessions?: boolean;
  /** the user's own rows, and disabled rows; already checked */
  readonly patterns?: Patterns;
  /** one baseline of these runs only; absent: one per name */
  readonly selection?: Selection;
  /** called for each name that became a pattern */
  readonly onPattern?: OnPattern;
}

/** A run and the baseline that it belongs to. */
interface RunOfImage {
  readonly run: Run;
  readonly image: ImageFold;
}

/** By recording and container. */
type RunsOfImages = Map<number, Map<string, RunOfImage[]>>;

/**
 * Folds recordings into one baseline per name, sorted by name. The function is pure: the order of
 * recordings, containers and facts does not matter, and the same facts give the same baselines. It
 * reads `facts` a second time if there were too many files. It leaves out containers without an
 * image, facts of containers that are not given, and a user's containers of an image that root
 * runs.
 */
export function foldBaselines(
  recordings: readonly Recording[],
  containers: readonly Container[],
  facts: Iterable<Fact>,
  options: FoldOptions = {},
): Baseline[] {
  const { images, runs } = prepare(recordings, containers, options);
  const each = (take: (image: ImageFold, fact: Fact, run: Run) => void): void => {
    for (const fact of facts) {
      if (fact.actor.origin === "session" && options.includeSessions !== true) continue;
      const known = runs.get(fact.recordingId)?.get(fact.containerId) ?? [];
      for (const { image, run } of known) take(image, fact, run);
    }
  };
  each((image, fact, run) => {
    image.add(fact, run);
  });
  const crowded = new Set([...images.values()].filter((image) => image.lookAgain()));
  if (crowded.size > 0) {
    each((image, fact, run) => {
      if (crowded.has(image)) image.addAgain(fact, run);
    });
  }
  runs.clear();
  // one image at a time, because gathered data takes more memory than its baseline
  return [...images.keys()].flatMap((digest) => {
    const image = images.get(digest);
    images.delete(digest);
    return image === undefined ? [] : [image.baseline(options.onPattern)];
  });
}

function prepare(
  recordings: readonly Recording[],
  containers: readonly Container[],
  { selection, patterns }: FoldOptions,
): { images: Map<string, ImageFold>; runs: RunsOfImages } {
  const images = new Map<string, ImageFold>();
  const runs: RunsOfImages = new Map();
  const lineages =
    selection === undefined
      ? lineagesOf(containers)
      : new Map([[selection.name, containers.filter(selection.isMeant)]]);
  const tables = tablesOf(patterns);
  const byId = new Map(recordings.map((recording) => [recording.id, recording]));
  for (const [name, all] of sortedBy(lineages, ([name]) => name)) {
    const own = trustedContainers(all);
    const ids = new Set(own.map(({ recordingId }) => recordingId));
    const ofImage = recordings.filter(({ id }) => ids.has(id));
    const table = runTable(own, byId);
    const image = new ImageFold(name, own, ofImage, table, tables);
    images.set(name, image);
    for (const run of table) {
      const { recordingId, containerId } = run;
      const ofRecording = runs.get(recordingId) ?? new Map<string, RunOfImage[]>();
      runs.set(recordingId, ofRecording);
      ofRecording.set(containerId, [...(ofRecording.get(containerId) ?? []), { run, image }]);
    }
  }
  return { images, runs };
}
