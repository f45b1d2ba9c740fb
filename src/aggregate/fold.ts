import type { Baseline } from "../model/baseline/baseline.js";
import type { Fact } from "../model/events/fact.js";
import { sortedBy } from "../model/order.js";
import type { Container, Recording } from "../model/recordings/recording.js";
import { attestedContainers } from "./trusted-runs.js";
import { ImageFold } from "./image-fold.js";
import type { Run } from "./run.js";

export interface FoldOptions {
  /** what came in through `docker exec` is behaviour of the image too */
  readonly includeSessions?: boolean;
}

/** A run and the image that it is of. */
interface RunOfImage {
  readonly run: Run;
  readonly image: ImageFold;
}

/**
 * Folds what was recorded into one baseline per image, sorted by digest. Pure: the
 * order of recordings, containers and facts makes no difference, and the same facts
 * give the same baselines. `facts` is read a second time where there were too many files. A container without an image is left
 * out, and so are facts of containers that are not given, and a user's containers of an
 * image that root runs.
 */
export function foldBaselines(
  recordings: readonly Recording[],
  containers: readonly Container[],
  facts: Iterable<Fact>,
  options: FoldOptions = {},
): Baseline[] {
  const { images, runs } = prepare(recordings, containers);
  const each = (take: (image: ImageFold, fact: Fact, run: Run) => void): void => {
    for (const fact of facts) {
      if (fact.actor.origin === "session" && options.includeSessions !== true) continue;
      const known = runs.get(fact.recordingId)?.get(fact.containerId);
      if (known !== undefined) take(known.image, fact, known.run);
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
  // one after the other, as what was gathered takes more memory than the baseline
  return [...images.keys()].flatMap((digest) => {
    const image = images.get(digest);
    images.delete(digest);
    return image === undefined ? [] : [image.baseline()];
  });
}

function prepare(
  recordings: readonly Recording[],
  containers: readonly Container[],
): { images: Map<string, ImageFold>; runs: Map<number, Map<string, RunOfImage>> } {
  const byImage = new Map<string, Container[]>();
  for (const container of containers) {
    if (container.image === null) continue;
    const { imageId } = container.image;
    const own = byImage.get(imageId);
    if (own === undefined) byImage.set(imageId, [container]);
    else own.push(container);
  }
  const images = new Map<string, ImageFold>();
  const runs = new Map<number, Map<string, RunOfImage>>();
  const architectures = new Map(recordings.map(({ id, architecture }) => [id, architecture]));
  let number = 0;
  for (const [digest, all] of sortedBy(byImage, ([digest]) => digest)) {
    const own = attestedContainers(all);
    const ids = new Set(own.map(({ recordingId }) => recordingId));
    const image = new ImageFold(
      digest,
      own,
      recordings.filter(({ id }) => ids.has(id)),
    );
    images.set(digest, image);
    for (const life of own.toSorted(byStart)) {
      const { recordingId, id } = life;
      const ofRecording = runs.get(recordingId) ?? new Map<string, RunOfImage>();
      runs.set(recordingId, ofRecording);
      const architecture = architectures.get(recordingId) ?? "";
      const known = ofRecording.get(id) ?? { run: { number, architecture, lives: [] }, image };
      ofRecording.set(id, known);
      known.run.lives.push(life);
      number += 1;
    }
  }
  return { images, runs };
}

function byStart(a: Container, b: Container): number {
  return Number(a.startedAt - b.startedAt) || Number(a.joinedLate) - Number(b.joinedLate);
}
