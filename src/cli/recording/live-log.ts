/** The live JSON log. */
import type { EventsEmitter } from "../../emit/index.js";
import type { EventLog } from "../../record/index.js";
import { openLineWriter } from "./line-writer.js";

/** Opens a log of the named events, in a file or on stdout (`-`). */
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
