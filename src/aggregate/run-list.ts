/** The recorded runs, and the baselines that each belongs to. */
import { isWhole, judgeCompleteness } from "../gaps/completeness.js";
import type { Container, Recording } from "../model/recordings/recording.js";
import { isoTime } from "./evidence/tally.js";
import { lineagesOf } from "./lineage.js";
import { runTable } from "./run.js";
import { trustedContainers } from "./trusted-runs.js";

export interface RecordedRun {
  /** as in a baseline's table of runs */
  readonly id: string;
  readonly recordingId: number;
  readonly containerId: string;
  /** the container's name; empty: unknown */
  readonly container: string;
  /** the names whose baselines include the run, sorted; empty: none */
  readonly images: readonly string[];
  /** the image's digest; null: no engine knew it */
  readonly build: string | null;
  /** RFC 3339, in UTC with milliseconds */
  readonly started: string;
  readonly complete: boolean;
  /** why the run is incomplete, or in no baseline: a sentence each */
  readonly reasons: readonly string[];
}

/** All runs of a database, sorted by start. */
export function listRuns(
  recordings: readonly Recording[],
  containers: readonly Container[],
): RecordedRun[] {
  const byId = new Map(recordings.map((recording) => [recording.id, recording]));
  const images = imagesByContainer(containers);
  return runTable(containers, byId).map(({ id, recordingId, containerId, lives }) => {
    const [first] = lives;
    const own = [byId.get(recordingId)].flatMap((recording) => recording ?? []);
    const names = images.get(keyOf({ recordingId, id: containerId })) ?? [];
    const judged = { recordings: own, containers: lives, silentContainers: 0, truncatedPaths: 0 };
    return {
      id,
      recordingId,
      containerId,
      container: first?.name ?? "",
      images: names,
      build: first?.image?.imageId ?? null,
      started: isoTime(first?.startedAt ?? 0n),
      complete: isWhole(own, lives),
      reasons: [
        ...judgeCompleteness(judged).reasons.map(({ message }) => message),
        ...(names.length > 0 ? [] : [whyNone(first)]),
      ],
    };
  });
}

function imagesByContainer(containers: readonly Container[]): ReadonlyMap<string, string[]> {
  const images = new Map<string, string[]>();
  for (const [name, all] of lineagesOf(containers)) {
    for (const key of new Set(trustedContainers(all).map(keyOf))) {
      images.set(key, [...(images.get(key) ?? []), name].sort());
    }
  }
  return images;
}

function keyOf({ recordingId, id }: Pick<Container, "recordingId" | "id">): string {
  return `${String(recordingId)} ${id}`;
}

function whyNone(container: Container | undefined): string {
  return container?.image === null
    ? "no engine could tell its image: it counts for no baseline"
    : "root runs that image too, so a user's container counts for no baseline";
}
