import type { Database } from "better-sqlite3";

interface RunKey {
  readonly recordingId: number;
  readonly containerId: string;
}

/** Deletes runs with their actors, events and losses, in one transaction. */
export function forgetRuns(database: Database, runs: readonly RunKey[]): void {
  const lives =
    "SELECT id FROM containers WHERE recording = @recordingId AND container_id = @containerId";
  const actors = `SELECT id FROM actors WHERE container IN (${lives})`;
  const statements = [
    `DELETE FROM events WHERE actor IN (${actors})`,
    `DELETE FROM actors WHERE container IN (${lives})`,
    "DELETE FROM container_losses WHERE recording = @recordingId AND container_id = @containerId",
    "DELETE FROM containers WHERE recording = @recordingId AND container_id = @containerId",
  ].map((sql) => database.prepare<[RunKey]>(sql));
  database
    .transaction(() => {
      for (const { recordingId, containerId } of runs) {
        for (const statement of statements) statement.run({ recordingId, containerId });
      }
    })
    .immediate();
}
