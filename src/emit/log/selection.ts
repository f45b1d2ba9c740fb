/** Selects the events of a log. */
import type { Event } from "../../model/events/events.js";
import { EVENT_PRESETS } from "./event-names.js";
import { logName } from "./fields.js";

/**
 * A test of whether an event's name is one of the given names, or in one of the given presets. What
 * the runtime did during setup is in no log.
 */
export function selectEvents(words: readonly string[]): (event: Event) => boolean {
  const wanted = new Set(words.flatMap((word) => EVENT_PRESETS[word] ?? [word]));
  return ({ actor, behaviour }) => actor.phase === "workload" && wanted.has(logName(behaviour));
}
