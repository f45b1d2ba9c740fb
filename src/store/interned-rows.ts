import type { Database } from "better-sqlite3";
import type { Actor, Behaviour } from "../model/events/events.js";
import { RowCache } from "./row-cache.js";
import { fromTextColumn, type TextColumn } from "./text-column.js";

/** An actor with the container it belongs to. */
export interface StoredActor {
  readonly actor: Actor;
  readonly containerId: string;
  readonly recordingId: number;
  /** when the recording began, in nanoseconds since 1970 */
  readonly recordingStart: bigint;
}

/** The rows that events refer to. An actor is undefined if its container was removed. */
export interface InternedRows {
  readonly actors: RowCache<StoredActor>;
  readonly behaviours: { readonly get: (id: number) => Behaviour | undefined };
}

interface ActorRow {
  container_id: string;
  recording: bigint;
  started_at: bigint;
  pid: bigint;
  tid: bigint;
  ppid: bigint;
  container_pid: bigint | null;
  uid: bigint;
  user: TextColumn;
  comm: TextColumn;
  phase: Actor["phase"];
  origin: Actor["origin"];
  program: bigint | null;
}

const ACTOR_SQL = `
SELECT c.container_id, c.recording, r.started_at,
       a.pid, a.tid, a.ppid, a.container_pid, a.uid, a.user, a.comm, a.phase, a.origin, a.program
FROM actors a JOIN containers c ON c.id = a.container JOIN recordings r ON r.id = c.recording
WHERE a.id = ?`;

/** Reads actors and behaviours by id, through a cache. */
export function internedRows(database: Database): InternedRows {
  const findActor = database.prepare<[number], ActorRow>(ACTOR_SQL).safeIntegers();
  const programs = programChains(database);
  return {
    actors: new RowCache((id) => {
      const row = findActor.get(id);
      return row === undefined ? undefined : actorOf(row, programs);
    }),
    behaviours: storedBehaviours(database),
  };
}

type BehaviourRow = readonly [id: number, kind: string, detail: string];

/** How many rows are read at once, if they are needed in the order of their ids. */
const READ_AHEAD = 64;

/** Reads ahead, because a query costs more than a row. */
function storedBehaviours(database: Database): InternedRows["behaviours"] {
  const find = database
    .prepare<[number, number], BehaviourRow>(
      "SELECT id, kind, detail FROM behaviours WHERE id BETWEEN ? AND ?",
    )
    .raw();
  let next = 0;
  const load = (first: number): { behaviour: Behaviour; length: number } | undefined => {
    const last = first === next ? first + READ_AHEAD - 1 : first;
    next = last + 1;
    let found: { behaviour: Behaviour; length: number } | undefined;
    for (const [id, kind, detail] of find.all(first, last)) {
      const row = { behaviour: behaviourOf(kind, detail), length: detail.length };
      if (id === first) found = row;
      else rows.set(id, row);
    }
    return found;
  };
  const rows = new RowCache(load, { weight: 1 << 23, weigh: ({ length }) => length });
  return { get: (id) => rows.get(id)?.behaviour };
}

/** Parses one text, which takes a third of the time of parsing the detail and copying its members. */
function behaviourOf(kind: string, detail: string): Behaviour {
  const members = detail === "{}" ? "}" : `,${detail.slice(1)}`;
  return JSON.parse(`{"kind":${JSON.stringify(kind)}${members}`) as Behaviour;
}

function actorOf(row: ActorRow, programs: RowCache<readonly string[]>): StoredActor {
  return {
    actor: {
      pid: Number(row.pid),
      tid: Number(row.tid),
      ppid: Number(row.ppid),
      ...(row.container_pid === null ? {} : { containerPid: Number(row.container_pid) }),
      uid: Number(row.uid),
      user: fromTextColumn(row.user),
      comm: fromTextColumn(row.comm),
      phase: row.phase,
      origin: row.origin,
      programs: row.program === null ? [] : (programs.get(Number(row.program)) ?? []),
    },
    containerId: row.container_id,
    recordingId: Number(row.recording),
    recordingStart: row.started_at,
  };
}

/** The chain of a program: its own path first, then its parent's, up to the root. */
function programChains(database: Database): RowCache<readonly string[]> {
  const find = database.prepare<[number], { parent: number | null; path: TextColumn }>(
    "SELECT parent, path FROM programs WHERE id = ?",
  );
  const load = (id: number): readonly string[] => {
    const chain: string[] = [];
    let at: number | null = id;
    while (at !== null) {
      const row: { parent: number | null; path: TextColumn } | undefined = find.get(at);
      if (row === undefined) break;
      chain.push(fromTextColumn(row.path));
      // A parent has a lower id. Otherwise a loop in a damaged file would never end.
      at = row.parent !== null && row.parent < at ? row.parent : null;
    }
    return chain;
  };
  return new RowCache(load, {
    weigh: (chain) => chain.reduce((sum, { length }) => sum + length, 0),
  });
}
