/** The JSON log, as events happen. */
import { eventRenderer } from "../emit/emit.js";
import { log } from "../emit/log/log.js";
import type { Event } from "../model/events.js";
import { openLineWriter } from "./line-writer.js";

export interface LiveLog {
  readonly take: (event: Event) => void;
  readonly isReady: () => boolean;
  readonly close: () => Promise<void>;
}

/** To a file, or to stdout (`-`). What the runtime did to set a container up is left out. */
export function openLiveLog(target: string): LiveLog {
  const render = eventRenderer(log);
  const writer = openLineWriter(target);
  return {
    take: (event) => {
      if (event.actor.phase === "workload") writer.add(render(event));
    },
    isReady: writer.isReady,
    close: writer.close,
  };
}
