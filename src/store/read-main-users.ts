import type { Database } from "better-sqlite3";

/** The user of a container's first process when its program began. */
export interface MainUser {
  readonly containerId: string;
  readonly recordingId: number;
  /** the uid on the host */
  readonly uid: number;
}

/** Of containers whose first process is known: the numbers that a container sees are younger. */
export function readMainUsers(database: Database): MainUser[] {
  return database
    .prepare<[], MainUser>(
      `SELECT c.container_id AS containerId, c.recording AS recordingId, a.uid AS uid
       FROM actors a JOIN containers c ON c.id = a.container
       WHERE a.id IN (
         SELECT min(id) FROM actors
         WHERE container_pid = 1 AND phase = 'workload' GROUP BY container)
       ORDER BY c.container_id, c.recording`,
    )
    .all();
}
