import type { Baseline, BaselineDocument } from "../model/baseline/baseline.js";
import { stabilityOf } from "../model/baseline/stability.js";

/** Digits of a chance. */
const DIGITS = 4;

/**
 * The baseline's JSON document, as it is stored, printed and committed. Pure ASCII
 * where texts are not valid UTF-8, so that no byte is lost on the way.
 */
export function baselineDocument(baseline: Baseline): string {
  return `${JSON.stringify(withStability(baseline), null, 2)}\n`;
}

/** How sure it is follows from the rest, and is written beside the runs for who reads the document. */
function withStability(baseline: Baseline): object {
  const stability = stabilityOf(baseline);
  if (stability === null) return baseline;
  const bound = Number(stability.bound.toFixed(DIGITS));
  const members: [name: string, value: unknown][] = Object.entries(baseline);
  const behindRuns = members.findIndex(([name]) => name === "runs") + 1;
  return Object.fromEntries(
    members.toSpliced(behindRuns, 0, ["stability", { ...stability, bound }]),
  );
}

/** The baseline without what follows from the rest. */
export function withoutStability(document: BaselineDocument): Baseline {
  const { stability: _stability, ...baseline } = document;
  return baseline;
}
