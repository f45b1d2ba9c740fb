/** Which events a log is of. */
import type { Event } from "../../model/events/events.js";
import { EVENT_PRESETS } from "./event-names.js";
import { logName } from "./fields.js";

/**
 * Tells of an event whether its name is among those given, or in one of the presets given. What the
 * runtime did to set a container up is in no log.
 */
export function selectEvents(words: readonly string[]): (event: Event) => boolean {
  const wanted = new Set(words.flatMap((word) => EVENT_PRESETS[word] ?? [word]));
  return ({ actor, behaviour }) => actor.phase === "workload" && wanted.has(logName(behaviour));
}
