/** Merges the evidence of two entries. */
import { sortedTexts } from "../order.js";
import type { Evidence, Stage } from "./baseline.js";
import { uniteRuns } from "./run-set.js";

/** In the order of a container's life. */
export const STAGES: readonly Stage[] = ["start-up", "steady"];

/**
 * The evidence of an entry that replaces two entries with the same table of runs. It keeps the
 * higher count, because both may have counted the same events.
 */
export function mergeEvidence(a: Evidence, b: Evidence): Evidence {
  const accepted = sortedTexts([...(a.accepted ?? []), ...(b.accepted ?? [])]);
  const [firstSeen = ""] = sortedTexts([a.firstSeen, b.firstSeen]);
  return {
    count: Math.max(a.count, b.count),
    runs: uniteRuns(a.runs, b.runs),
    firstSeen,
    lastSeen: sortedTexts([a.lastSeen, b.lastSeen]).at(-1) ?? "",
    when: mergeStages(a.when, b.when),
    by: sortedTexts([...a.by, ...b.by]),
    ...(accepted.length === 0 ? {} : { accepted }),
  };
}

/** `health-check` means that nothing else did it, so it is dropped if something else did. */
function mergeStages(a: readonly Stage[], b: readonly Stage[]): readonly Stage[] {
  const isByHealthCheck = [a, b].every((when) => when.includes("health-check"));
  if (isByHealthCheck) return ["health-check"];
  return STAGES.filter((stage) => a.includes(stage) || b.includes(stage));
}
