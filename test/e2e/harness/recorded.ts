/** What a recording holds, read through the tool's own store. */
import type { Event, EventKind } from "../../../src/model/events/events.js";
import { openStore } from "../../../src/store/open.js";

export type EventOf<K extends EventKind> = Event & { readonly behaviour: { readonly kind: K } };

/** The events of one kind in a database, of the containers' own programs. */
export function eventsOf<K extends EventKind>(db: string, kind: K): EventOf<K>[] {
  const store = openStore(db, "read");
  try {
    return [...store.events()].filter(
      (event): event is EventOf<K> =>
        event.behaviour.kind === kind && event.actor.phase === "workload",
    );
  } finally {
    store.close();
  }
}

/** A line of the JSON log. */
export interface LogLine {
  readonly data: {
    readonly container_id: string;
    readonly event: { readonly name: string; readonly data: Readonly<Record<string, string>> };
  };
  readonly level: string;
  readonly msg: string;
  readonly time: string;
}

export function parseLog(text: string): LogLine[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as LogLine);
}
