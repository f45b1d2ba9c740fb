import type { Baseline, BaselineDocument } from "../model/baseline/baseline.js";
import { stabilityOf } from "../model/baseline/stability.js";

/** Decimal places of a probability. */
const DIGITS = 4;

/**
 * The baseline's JSON document, as it is stored, printed and committed. Bytes that are not valid
 * UTF-8 are written as ASCII escapes, so that none is lost.
 */
export function baselineDocument(baseline: Baseline): string {
  return `${JSON.stringify(withStability(baseline), null, 2)}\n`;
}

/**
 * Adds the stability estimate beside the runs, for readers of the document. It is derived from the
 * rest.
 */
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

/** The baseline without derived values. */
export function withoutStability(document: BaselineDocument): Baseline {
  const { stability: _stability, ...baseline } = document;
  return baseline;
}
