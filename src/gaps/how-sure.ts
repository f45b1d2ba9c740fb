/** How sure a baseline is, in words. */
import type { Baseline, Stability } from "../model/baseline/baseline.js";
import { stabilityOf } from "../model/baseline/stability.js";
import { plural } from "../model/plural.js";

/**
 * One line about the next run; null where there are too few runs to say anything. It is said of the
 * runs there are: the same tests every night make runs alike.
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

/** The chance alone. */
export function nextRun({ bound }: Stability): string {
  const percent = String(Math.ceil(bound * 100));
  return `the next run shows something new with a chance of at most ${percent} % (95 % confidence)`;
}
