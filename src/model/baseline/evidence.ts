/** How the evidence of two entries becomes that of one. */
import { sortedTexts } from "../order.js";
import type { Evidence, Stage } from "./baseline.js";
import { uniteRuns } from "./run-set.js";

/** In the order in which a container lives through them. */
export const STAGES: readonly Stage[] = ["start-up", "steady"];

/**
 * What one entry rests on that stands for two of the same table of runs. The higher count is kept:
 * the same events may be in both.
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

/** `health-check` says that nothing else did it: it goes when something else did. */
function mergeStages(a: readonly Stage[], b: readonly Stage[]): readonly Stage[] {
  const isByHealthCheck = [a, b].every((when) => when.includes("health-check"));
  if (isByHealthCheck) return ["health-check"];
  return STAGES.filter((stage) => a.includes(stage) || b.includes(stage));
}
