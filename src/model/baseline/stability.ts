/**
 * Estimates how likely the next run shows something new. Entries are counted as they are in the
 * baseline, with patterns for names.
 */
import type { Baseline, Stability } from "./baseline.js";
import { entriesOf } from "./lists.js";
import { PART_NAMES, type PartName } from "./parts.js";
import { runsIn } from "./run-set.js";

/** For some lists, or for all; null: there are fewer than two runs. */
export function stabilityOf(
  baseline: Baseline,
  parts: readonly PartName[] = PART_NAMES,
): Stability | null {
  const runs = baseline.runs.each.length;
  if (runs < 2) return null;
  const unique = new Set<number>();
  let lastNew = 1;
  // even very many entries have only few different sets of runs
  const sets = parts.flatMap((part) => entriesOf(baseline, part).map(({ runs: seen }) => seen));
  for (const seen of new Set(sets)) {
    const [first = 1, second] = runsIn(seen);
    if (second === undefined) unique.add(first);
    lastNew = Math.max(lastNew, first);
  }
  return { runs, lastNew, unique: unique.size, bound: upperBound(unique.size, runs) };
}

const CONFIDENCE = 0.95;
/** Bisections of [0, 1]: more precise than the printed percentage. */
const STEPS = 40;

/** The largest probability at which so few successes in so many trials are not unlikely. */
export function upperBound(successes: number, trials: number): number {
  if (successes >= trials) return 1;
  let [low, high] = [successes / trials, 1];
  for (let step = 0; step < STEPS; step += 1) {
    const middle = (low + high) / 2;
    if (atMost(successes, trials, middle) > 1 - CONFIDENCE) low = middle;
    else high = middle;
  }
  return high;
}

/** The probability of at most so many successes (binomial), summed from the probability of none. */
function atMost(successes: number, trials: number, chance: number): number {
  let logTerm = trials * Math.log1p(-chance);
  let sum = Math.exp(logTerm);
  for (let count = 1; count <= successes; count += 1) {
    logTerm += Math.log((trials - count + 1) / count) + Math.log(chance) - Math.log1p(-chance);
    sum += Math.exp(logTerm);
  }
  return sum;
}
