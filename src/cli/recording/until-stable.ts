/** Repeats a recording until another run would hardly show anything new. */
import { aggregate } from "../../aggregate/index.js";
import { nextRun } from "../../gaps/how-sure.js";
import type { Stability } from "../../model/baseline/baseline.js";
import { stabilityOf } from "../../model/baseline/stability.js";
import { plural } from "../../model/plural.js";
import type { Store } from "../../store/index.js";
import { withStore, type Learning } from "../baselines.js";
import { info, warn } from "../terminal/output.js";
import type { RunOutcome } from "./record-run.js";

/** The most repetitions. 59 runs in which nothing was new give a bound of 5 %. */
const MOST_REPETITIONS = 100;

export interface Repeated {
  readonly outcome: RunOutcome;
  /** the bound was reached for every image */
  readonly isStable: boolean;
}

/**
 * Makes recordings until, for each image, the chance that the next run shows something new is at
 * most `bound`. A command that fails ends it, and so does Ctrl-C.
 */
export async function recordUntilStable(
  record: () => Promise<RunOutcome>,
  db: string,
  bound: number,
  learning: Learning,
): Promise<Repeated> {
  const begun = BigInt(Date.now()) * 1_000_000n;
  for (let repetition = 1; ; repetition += 1) {
    const outcome = await record();
    if (outcome.interrupted || outcome.commandExit !== 0) return { outcome, isStable: false };
    const images = withStore(db, (store) => imagesSince(store, begun, learning));
    if (images.length === 0) {
      warn("the command started no container with a known image, so there is nothing to learn");
      return { outcome, isStable: false };
    }
    for (const { name, stability } of images) {
      const chance = stability === null ? "one run says nothing yet" : nextRun(stability);
      info(`repetition ${String(repetition)}: ${name}: ${chance}`);
    }
    if (images.every(({ stability }) => (stability?.bound ?? 1) <= bound)) {
      return { outcome, isStable: true };
    }
    if (repetition === MOST_REPETITIONS) {
      warn(
        `not stable after ${plural(repetition, "repetition")}: every run still shows something new`,
      );
      return { outcome, isStable: false };
    }
  }
}

/** The images in recordings that began at `begun` or later. */
function imagesSince(
  store: Store,
  begun: bigint,
  learning: Learning,
): readonly { name: string; stability: Stability | null }[] {
  const recordings = store.recordings().filter(({ startedAt }) => startedAt >= begun);
  const starts = new Set(recordings.map(({ startedAt }) => isoTime(startedAt)));
  return aggregate(store, learning)
    .baselines.filter(({ runs }) => runs.each.some(({ recording }) => starts.has(recording)))
    .map((baseline) => ({ name: baseline.image.name, stability: stabilityOf(baseline) }));
}

function isoTime(nanoseconds: bigint): string {
  return new Date(Number(nanoseconds / 1_000_000n)).toISOString();
}
