/** What a recording holds, read through the tool's own store. */
import type { Event, EventKind } from "../../../src/model/events/events.js";
import { openStore } from "../../../src/store/open.js";

export type EventOf<K extends EventKind> = Event & { readonly behaviour: { readonly kind: K } };

/** The events in a database, of the containers' own programs. */
export function workloadEvents(db: string): Event[] {
  const store = openStore(db, "read");
  try {
    return [...store.events()].filter(({ actor }) => actor.phase === "workload");
  } finally {
    store.close();
  }
}

/** Those of one kind. */
export function eventsOf<K extends EventKind>(db: string, kind: K): EventOf<K>[] {
  return workloadEvents(db).filter((event): event is EventOf<K> => event.behaviour.kind === kind);
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
