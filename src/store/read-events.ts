import type { Database } from "better-sqlite3";
import type { Event } from "../model/events/events.js";
import type { Fact } from "../model/events/fact.js";
import { internedRows } from "./interned-rows.js";

/** Which events to read. A list that is absent does not restrict them. */
export interface EventFilter {
  /** `ImageAttribution.imageId` of their containers */
  readonly imageIds?: readonly string[];
  /** `Container.id` */
  readonly containerIds?: readonly string[];
  /** in nanoseconds since 1970; facts have no time */
  readonly since?: bigint;
}

function restriction({ imageIds, containerIds }: EventFilter): { where: string; values: string[] } {
  const lists = [
    ["c.image_id", imageIds],
    ["c.container_id", containerIds],
  ] as const;
  const given = lists.filter(([, list]) => list !== undefined);
  if (given.length === 0) return { where: "", values: [] };
  const tests = given.map(([column]) => `${column} IN (SELECT value FROM json_each(?))`);
  return {
    where: `WHERE actor IN (
      SELECT a.id FROM actors a JOIN containers c ON c.id = a.container
      WHERE ${tests.join(" AND ")})`,
    values: given.map(([, list]) => JSON.stringify(list)),
  };
}

/**
 * Each behaviour of each actor once, with its count, in no particular order. It streams: the
 * same store can't write until the iteration has ended.
 */
export function* readFacts(database: Database, filter: EventFilter): IterableIterator<Fact> {
  const { where, values } = restriction(filter);
  const rows = database
    .prepare<
      unknown[],
      [actor: number, behaviour: number, count: number, first: number, last: number]
    >(
      `SELECT actor, behaviour, count(*), min(time), max(time) FROM events ${where} GROUP BY actor, behaviour`,
    )
    .raw()
    .iterate(...values);
  const { actors, behaviours } = internedRows(database);
  for (const [actorId, behaviourId, count, first, last] of rows) {
    const stored = actors.get(actorId);
    const behaviour = behaviours.get(behaviourId);
    if (stored === undefined || behaviour === undefined) continue; // of a removed container
    const { actor, containerId, recordingId, recordingStart } = stored;
    yield {
      recordingId,
      containerId,
      actor,
      behaviour,
      count,
      first: recordingStart + BigInt(first),
      last: recordingStart + BigInt(last),
    };
  }
}

/** An event with what decides its order among events of the same time. */
interface Placed {
  readonly event: Event;
  readonly row: number;
}

/**
 * Events by time, then container id, pid, tid and the order in which they were stored.
 * Streams like `readFacts`.
 */
export function* readEvents(database: Database, filter: EventFilter): IterableIterator<Event> {
  let last: Placed | null = null;
  /** the events of the same time */
  let moment: Placed[] = [];
  for (const placed of readByTime(database, filter)) {
    if (last !== null && last.event.time === placed.event.time) {
      if (moment.length === 0) moment.push(last);
      moment.push(placed);
    } else if (moment.length > 0) {
      yield* inOrder(moment);
      moment = [];
    } else if (last !== null) yield last.event;
    last = placed;
  }
  if (moment.length > 0) yield* inOrder(moment);
  else if (last !== null) yield last.event;
}

function* readByTime(database: Database, filter: EventFilter): IterableIterator<Placed> {
  const { where, values } = restriction(filter);
  const rows = database
    .prepare<
      unknown[],
      [row: number, time: number, actor: number, behaviour: number, localPort: number | null]
    >(
      `SELECT e.rowid, e.time, e.actor, e.behaviour, e.local_port
       FROM (SELECT rowid, time, actor, behaviour, local_port FROM events ${where}) e
       JOIN actors a ON a.id = e.actor
       JOIN containers c ON c.id = a.container
       JOIN recordings r ON r.id = c.recording
       WHERE r.started_at + e.time >= ?
       ORDER BY r.started_at + e.time`,
    )
    .raw()
    .iterate(...values, filter.since ?? 0n);
  const { actors, behaviours } = internedRows(database);
  for (const [row, time, actorId, behaviourId, localPort] of rows) {
    const stored = actors.get(actorId);
    const behaviour = behaviours.get(behaviourId);
    if (stored === undefined || behaviour === undefined) continue;
    const { actor, containerId, recordingStart } = stored;
    const port = localPort === null ? {} : { localPort };
    const event = { time: recordingStart + BigInt(time), containerId, actor, behaviour, ...port };
    yield { row, event };
  }
}

function inOrder(moment: Placed[]): Event[] {
  return moment.sort(compare).map(({ event }) => event);
}

function compare(a: Placed, b: Placed): number {
  if (a.event.containerId !== b.event.containerId) {
    return a.event.containerId < b.event.containerId ? -1 : 1;
  }
  const byTask = a.event.actor.pid - b.event.actor.pid || a.event.actor.tid - b.event.actor.tid;
  return byTask || a.row - b.row;
}
