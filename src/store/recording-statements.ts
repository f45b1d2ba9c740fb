/** The SQL that writes a recording. */
import type { Database, Statement } from "better-sqlite3";
import { CONTAINER_COLUMNS } from "./container-columns.js";

type Name =
  | "begin"
  | "commit"
  | "rollback"
  | "insertRecording"
  | "endRecording"
  | "failRecording"
  | "setLoss"
  | "setContainerLoss"
  | "setBlindSpot"
  | "insertContainer"
  | "updateContainer"
  | "removeContainer"
  | "insertProgram";

export type RecordingStatements = Readonly<Record<Name, Statement>>;

/** Prepares the statements, once for each recording. */
export function prepareStatements(database: Database): RecordingStatements {
  const columns = CONTAINER_COLUMNS.join(", ");
  const parameters = CONTAINER_COLUMNS.map((column) => `:${column}`).join(", ");
  const assignments = CONTAINER_COLUMNS.map((column) => `${column} = :${column}`).join(", ");
  const prepare = (sql: string): Statement => database.prepare(sql);
  return {
    begin: prepare("BEGIN IMMEDIATE"),
    commit: prepare("COMMIT"),
    rollback: prepare("ROLLBACK"),
    insertRecording: prepare(
      "INSERT INTO recordings (started_at, architecture, kernel, cxray_version) VALUES (?, ?, ?, ?)",
    ),
    endRecording: prepare("UPDATE recordings SET ended_at = ? WHERE id = ?"),
    failRecording: prepare("UPDATE recordings SET failure = ? WHERE id = ?"),
    setLoss: prepare(
      "INSERT INTO losses (recording, what, count) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = excluded.count",
    ),
    setContainerLoss: prepare(
      "INSERT INTO container_losses (recording, container_id, what, count) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = excluded.count",
    ),
    setBlindSpot: prepare(
      "INSERT INTO blind_spots (recording, code, count) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = excluded.count",
    ),
    insertContainer: prepare(`INSERT INTO containers (${columns}) VALUES (${parameters})`),
    updateContainer: prepare(`UPDATE containers SET ${assignments} WHERE id = :row`),
    removeContainer: prepare(
      "DELETE FROM containers WHERE id = :row AND NOT EXISTS (SELECT 1 FROM actors WHERE container = :row)",
    ),
    insertProgram: prepare("INSERT INTO programs (parent, path) VALUES (?, ?)"),
  };
}
