/** What two recordings of the same behaviour have in common. */
import type { Baseline } from "../../../src/model/baseline/baseline.js";

/** Differ from run to run: when, how often, and in how many runs something was seen. */
const OF_A_RUN = new Set(["count", "runs", "firstSeen", "lastSeen"]);

/** A baseline without what can't be the same twice: a line for each entry of each list. */
export function comparable(baseline: Baseline): string[] {
  return Object.entries(baseline).flatMap(([part, value]) => linesOf(part, value));
}

function linesOf(part: string, value: unknown): string[] {
  if (OF_A_RUN.has(part)) return [];
  if (Array.isArray(value)) return value.map((entry) => `${part} ${withoutRun(entry)}`);
  if (typeof value !== "object" || value === null) return [`${part} ${String(value)}`];
  return Object.entries(value).flatMap(([key, inner]) => {
    return OF_A_RUN.has(key) ? [] : linesOf(`${part}.${key}`, inner);
  });
}

function withoutRun(entry: unknown): string {
  return JSON.stringify(entry, (key, value: unknown) => (OF_A_RUN.has(key) ? undefined : value));
}
