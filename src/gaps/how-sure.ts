/** Says how likely the next run shows something new. */
import type { Baseline, Stability } from "../model/baseline/baseline.js";
import { stabilityOf } from "../model/baseline/stability.js";
import { plural } from "../model/plural.js";

/**
 * One line about the next run; null if there are too few runs. It is about runs like the recorded
 * ones: if the same tests run every night, it says nothing about other code.
 */
export function howSure(baseline: Baseline): string | null {
  const stability = stabilityOf(baseline);
  if (stability === null) return null;
  const { runs, lastNew, unique } = stability;
  const held =
    unique === 0
      ? "no run holds anything of its own"
      : `${plural(unique, "run")} hold${unique === 1 ? "s" : ""} something of ${unique === 1 ? "its" : "their"} own`;
  return `last new entry in run ${String(lastNew)} of ${String(runs)}; ${held}: ${nextRun(stability)}`;
}

/** The same without the numbers of runs. */
export function nextRun({ bound }: Stability): string {
  const percent = String(Math.ceil(bound * 100));
  return `the next run shows something new with a chance of at most ${percent} % (95 % confidence)`;
}
