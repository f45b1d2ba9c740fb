/** Selects the runtime calls that a profile allows. */
import { sortedTexts } from "../../model/order.js";
import type { Runtime } from "../../model/recordings/recording.js";
import type { SeccompOptions } from "./options.js";
import { EVERY_PROGRAM, INIT_NEEDS, KNOWN_RUNTIMES, RUNTIME_NEEDS } from "./rows/runtime-needs.js";

/** The runtimes that a profile is for: all known ones, or those that were recorded. */
type RuntimeChoice = SeccompOptions["runtimes"];

/**
 * Calls that runtimes may make after they load the filter, besides the recorded ones. An unknown
 * runtime, or none, counts as runc, which needs the most. All versions of a runtime are taken
 * together, because a profile outlives the version it was recorded with.
 */
export function runtimeNeeds(
  runtimes: readonly Runtime[],
  choice: RuntimeChoice = "all",
): readonly string[] {
  const names = new Set(profiledRuntimes(runtimes, choice).map(({ name }) => name));
  const needs = RUNTIME_NEEDS.filter(({ runtime }) => names.has(runtime));
  const all = choice === "all" ? [...needs, ...INIT_NEEDS] : needs;
  return sortedTexts([...EVERY_PROGRAM, ...all.flatMap(({ calls }) => calls)]);
}

/** The known runtimes whose needs the profile holds. */
export function profiledRuntimes(
  runtimes: readonly Runtime[],
  choice: RuntimeChoice,
): readonly Runtime[] {
  if (choice === "all") return KNOWN_RUNTIMES;
  const recorded = new Set(runtimes.map(({ name }) => name));
  const isEnough = recorded.size > 0 && unknownRuntimes(runtimes).length === 0;
  return KNOWN_RUNTIMES.filter(({ name }) => recorded.has(name) || (name === "runc" && !isEnough));
}

/** Names of recorded runtimes whose needs are unknown, apart from the recorded calls. */
export function unknownRuntimes(runtimes: readonly Runtime[]): readonly string[] {
  const known = new Set(KNOWN_RUNTIMES.map(({ name }) => name));
  return sortedTexts(runtimes.map(({ name }) => name).filter((name) => !known.has(name)));
}
