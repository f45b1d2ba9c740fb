import type { Completeness, IncompleteReason } from "../model/baseline/baseline.js";
import type { Container, Recording } from "../model/recordings/recording.js";
import { unreachable } from "../model/events/events.js";
import { RECORDING_FAILURES } from "../model/recordings/failures.js";
import { compareTexts, sortedTexts } from "../model/order.js";
import { sumLeftOut, type LeftOut } from "./left-out.js";

/** The facts that decide whether a baseline is complete. */
export interface Coverage {
  /** the recordings in which the image has runs */
  readonly recordings: readonly Recording[];
  /** the image's containers */
  readonly containers: readonly Container[];
  /** containers without any executed program, if no container of the image has one */
  readonly silentContainers: number;
  /** events of files whose path was cut */
  readonly truncatedPaths: number;
  /** successful events of files whose path is not known at all */
  readonly unresolvedPaths?: number;
  /** the lists of the baseline that were too long */
  readonly leftOut?: readonly LeftOut[];
}

/**
 * Whether a baseline has everything that the image did while it was recorded. Everything that
 * may be missing is a reason. A loss that belongs to no known container counts for every image
 * in that recording.
 */
export function judgeCompleteness(coverage: Coverage): Completeness {
  const reasons = SENTENCES.map(([code, one, many]): IncompleteReason => {
    const { count, detail } = measure(code, coverage);
    const sentence = `${String(count)} ${count === 1 ? one : many}`;
    return { code, count, message: detail === "" ? sentence : `${sentence}: ${detail}` };
  }).filter(({ count }) => count > 0);
  return { state: reasons.length === 0 ? "complete" : "partial", reasons };
}

/** Whether these recordings are complete for these containers. */
export function isWhole(
  recordings: readonly Recording[],
  containers: readonly Container[],
): boolean {
  const nothing = { silentContainers: 0, truncatedPaths: 0 };
  return judgeCompleteness({ recordings, containers, ...nothing }).state === "complete";
}

type Code = IncompleteReason["code"];

/** In the order of the list: the code, and what follows the number one and any other number. */
const SENTENCES: readonly (readonly [code: Code, one: string, many: string])[] = [
  ["events-lost", "event was lost while recording", "events were lost while recording"],
  [
    "containers-undescribed",
    "container is missing, as its engine did not tell its image; it may be one of this image",
    "containers are missing, as their engine did not tell their image; they may be of this image",
  ],
  [
    "containers-untracked",
    "container was not followed, as the kernel's table was full",
    "containers were not followed, as the kernel's table was full",
  ],
  [
    "joined-late",
    "container was running before recording began",
    "containers were running before recording began",
  ],
  [
    "recording-not-finished",
    "recording is still running, or was killed",
    "recordings are still running, or were killed",
  ],
  ["recording-failed", "recording could not be completed", "recordings could not be completed"],
  [
    "program-never-ran",
    "container was never seen to execute a program",
    "containers were never seen to execute a program",
  ],
  [
    "paths-truncated",
    "event was of a file that lies outside of the container, or too deep to be resolved",
    "events were of files that lie outside of the container, or too deep to be resolved",
  ],
  [
    "paths-unresolved",
    "event was of a file that was gone before it could be looked at",
    "events were of files that were gone before they could be looked at",
  ],
  [
    "entries-capped",
    "event or name was left out, as a list was full",
    "events or names were left out, as lists were full",
  ],
];

function measure(code: Code, coverage: Coverage): { count: number; detail: string } {
  const { recordings, containers } = coverage;
  const counted = (count: number): { count: number; detail: string } => ({ count, detail: "" });
  switch (code) {
    case "events-lost":
      return sumLosses(coverage, (what) => what !== UNTRACKED && what !== UNDESCRIBED);
    case "containers-undescribed":
      return counted(sumLosses(coverage, (what) => what === UNDESCRIBED).count);
    case "containers-untracked":
      return counted(sumLosses(coverage, (what) => what === UNTRACKED).count);
    case "joined-late":
      return counted(containers.filter(({ joinedLate }) => joinedLate).length);
    case "recording-not-finished":
      return counted(recordings.filter(isUnfinished).length);
    case "recording-failed":
      return listFailures(recordings);
    case "program-never-ran":
      return counted(coverage.silentContainers);
    case "paths-truncated":
      return counted(coverage.truncatedPaths);
    case "paths-unresolved":
      return counted(coverage.unresolvedPaths ?? 0);
    case "entries-capped":
      return sumLeftOut(coverage.leftOut ?? []);
    default:
      return unreachable(code);
  }
}

function isUnfinished({ endedAt, failure }: Recording): boolean {
  return endedAt === null && failure === undefined;
}

function listFailures(recordings: readonly Recording[]): { count: number; detail: string } {
  const failures = recordings.flatMap(({ failure }) => failure ?? []);
  const words = sortedTexts(failures.map((failure) => RECORDING_FAILURES[failure]));
  return { count: failures.length, detail: words.join(", ") };
}

/** The losses of whole containers, as `src/record/losses.ts` names them. */
const UNTRACKED = "untracked-container";
const UNDESCRIBED = "undescribed-container";

/** Sums up losses, without those of other images' containers. */
function sumLosses(
  { recordings, containers }: Coverage,
  isCounted: (what: string) => boolean,
): { count: number; detail: string } {
  const byName = new Map<string, number>();
  const own = new Set(containers.map(({ recordingId, id }) => `${String(recordingId)} ${id}`));
  const losses = recordings.flatMap((recording) =>
    recording.losses.filter(({ containerId }) => {
      return containerId === undefined || own.has(`${String(recording.id)} ${containerId}`);
    }),
  );
  for (const { what, count } of losses) {
    if (isCounted(what) && count > 0) byName.set(what, (byName.get(what) ?? 0) + count);
  }
  const sorted = [...byName].sort(([a], [b]) => compareTexts(a, b));
  return {
    count: sorted.reduce((sum, [, count]) => sum + count, 0),
    detail: sorted.map(([what, count]) => `${what} ${String(count)}`).join(", "),
  };
}
