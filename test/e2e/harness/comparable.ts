/** What two recordings of the same behaviour have in common. */
import type { Baseline } from "../../../src/model/baseline.js";

/** Differ from run to run: when, how often, and in how many runs something was seen. */
const OF_A_RUN = new Set(["count", "runs", "firstSeen", "lastSeen"]);

/** A baseline without what can't be the same twice. */
export function comparable(baseline: Baseline): unknown {
  const text = JSON.stringify(baseline, (key, value: unknown) =>
    OF_A_RUN.has(key) ? undefined : value,
  );
  return JSON.parse(text) as unknown;
}
