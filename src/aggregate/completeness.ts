import type { Completeness, IncompleteReason } from "../model/baseline.js";
import type { Container, Recording } from "../model/recording.js";
import { compareTexts } from "./order.js";

/** What the completeness of a baseline is judged by. */
export interface Coverage {
  /** those in which the image has runs */
  readonly recordings: readonly Recording[];
  /** the image's */
  readonly containers: readonly Container[];
  /** containers in which no program was executed */
  readonly silentContainers: number;
  /** executions whose arguments are not known in full */
  readonly truncatedArguments: number;
  /** opens whose path is not known in full */
  readonly truncatedPaths: number;
}

/**
 * Whether a baseline holds all that the image did while it was recorded. Whatever can
 * be missing is a reason; when in doubt it is one. Events are lost per recording, not
 * per container, so a loss counts for every image in that recording.
 */
export function judgeCompleteness(coverage: Coverage): Completeness {
  const { recordings, containers } = coverage;
  const lost = sumLosses(recordings, (what) => what !== UNTRACKED);
  const untracked = sumLosses(recordings, (what) => what === UNTRACKED);
  const late = containers.filter(({ joinedLate }) => joinedLate).length;
  const unfinished = recordings.filter(({ endedAt }) => endedAt === null).length;
  const reasons: IncompleteReason[] = [
    reason(
      "events-lost",
      lost.count,
      (n) => `${n} lost while recording: ${lost.detail}`,
      "event was",
      "events were",
    ),
    reason(
      "containers-untracked",
      untracked.count,
      (n) => `${n} not followed: the kernel's table was full`,
      "container was",
      "containers were",
    ),
    reason(
      "joined-late",
      late,
      (n) => `${n} running before recording began`,
      "container was",
      "containers were",
    ),
    reason(
      "recording-not-finished",
      unfinished,
      (n) => `${n} still running, or was killed`,
      "recording is",
      "recordings are",
    ),
    reason(
      "program-never-ran",
      coverage.silentContainers,
      (n) => `${n} never seen to execute a program`,
      "container was",
      "containers were",
    ),
    reason(
      "arguments-truncated",
      coverage.truncatedArguments,
      (n) => `${n} more arguments than are recorded`,
      "execution had",
      "executions had",
    ),
    reason(
      "paths-truncated",
      coverage.truncatedPaths,
      (n) => `${n} a path too deep to be resolved`,
      "open had",
      "opens had",
    ),
  ].filter(({ count }) => count > 0);
  return { state: reasons.length === 0 ? "complete" : "partial", reasons };
}

/** The loss of whole containers, as `src/record/losses.ts` names it. */
const UNTRACKED = "untracked-container";

function sumLosses(
  recordings: readonly Recording[],
  isCounted: (what: string) => boolean,
): { count: number; detail: string } {
  const byName = new Map<string, number>();
  for (const { what, count } of recordings.flatMap(({ losses }) => losses)) {
    if (isCounted(what) && count > 0) byName.set(what, (byName.get(what) ?? 0) + count);
  }
  const sorted = [...byName].sort(([a], [b]) => compareTexts(a, b));
  return {
    count: sorted.reduce((sum, [, count]) => sum + count, 0),
    detail: sorted.map(([what, count]) => `${what} ${String(count)}`).join(", "),
  };
}

function reason(
  code: IncompleteReason["code"],
  count: number,
  sentence: (counted: string) => string,
  one: string,
  many: string,
): IncompleteReason {
  const counted = `${String(count)} ${count === 1 ? one : many}`;
  return { code, count, message: sentence(counted) };
}
