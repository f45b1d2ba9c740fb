/** The JSON log, as events happen. */
import { eventRenderer } from "../../emit/emit.js";
import { log } from "../../emit/log/log.js";
import { selectEvents } from "../../emit/log/selection.js";
import type { EventLog } from "../../record/sinks/event-log.js";
import { openLineWriter } from "./line-writer.js";

/**
 * To a file, or to stdout (`-`), of the events that are named. What the runtime did to set a
 * container up is left out.
 */
export function openLiveLog(target: string, events: readonly string[]): EventLog {
  const isWanted = selectEvents(events);
  const render = eventRenderer(log);
  const { add, ...writer } = openLineWriter(target);
  return {
    ...writer,
    take: (event) => {
      if (event.actor.phase === "workload" && isWanted(event)) add(render(event));
    },
  };
}
