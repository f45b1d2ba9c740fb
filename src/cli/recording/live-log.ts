/** The JSON log, as events happen. */
import type { EventsEmitter } from "../../emit/index.js";
import type { EventLog } from "../../record/index.js";
import { openLineWriter } from "./line-writer.js";

/** To a file, or to stdout (`-`), of the events that are named. */
export function openLiveLog(
  format: EventsEmitter,
  target: string,
  events: readonly string[],
): EventLog {
  const { isWanted, render } = format.open({ events });
  const { add, ...writer } = openLineWriter(target);
  return {
    ...writer,
    take: (event) => {
      if (isWanted(event)) add(render(event));
    },
  };
}
