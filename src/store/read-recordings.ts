import { createHash } from "node:crypto";
import type { Database } from "better-sqlite3";
import type { BlindSpotCount, Container, Loss, Recording } from "../model/recordings/recording.js";
import { isRecordingFailure, type RecordingFailure } from "../model/recordings/failures.js";
import { CONTAINER_COLUMNS, fromContainerRow, type ContainerRow } from "./container-columns.js";

interface RecordingRow {
  id: bigint;
  started_at: bigint;
  ended_at: bigint | null;
  failure: string | null;
  architecture: string;
  kernel: string;
  cxray_version: string;
}

/** All recordings by start, then id. Losses are sorted by container and kind, blind spots by code. */
export function readRecordings(database: Database): Recording[] {
  const rows = database
    .prepare<[], RecordingRow>("SELECT * FROM recordings ORDER BY started_at, id")
    .safeIntegers()
    .all();
  const losses = database.prepare<[bigint], Loss>(
    "SELECT what, count FROM losses WHERE recording = ? ORDER BY what",
  );
  const containerLosses = database.prepare<[bigint], Loss>(
    "SELECT what, count, container_id AS containerId FROM container_losses WHERE recording = ? ORDER BY container_id, what",
  );
  const blindSpots = database.prepare<[bigint], BlindSpotCount>(
    "SELECT code, count FROM blind_spots WHERE recording = ? ORDER BY code",
  );
  return rows.map((row) => ({
    id: Number(row.id),
    startedAt: row.started_at,
    endedAt: row.ended_at,
    ...failureOf(row.failure),
    architecture: row.architecture,
    kernel: row.kernel,
    cxrayVersion: row.cxray_version,
    losses: [...losses.all(row.id), ...containerLosses.all(row.id)],
    blindSpots: blindSpots.all(row.id),
  }));
}

function failureOf(word: string | null): { failure?: RecordingFailure } {
  if (word === null) return {};
  return { failure: isRecordingFailure(word) ? word : "defect" };
}

/** All containers by start, then id, then recording. */
export function readContainers(database: Database): Container[] {
  const columns = CONTAINER_COLUMNS.join(", ");
  return database
    .prepare<[], ContainerRow>(
      `SELECT ${columns} FROM containers ORDER BY started_at, container_id, recording`,
    )
    .safeIntegers()
    .all()
    .map(fromContainerRow);
}

/**
 * A digest that changes whenever a recording, a container or the number of events
 * does. It reads one row of the largest table.
 */
export function readFingerprint(database: Database): string {
  const newest = database.prepare("SELECT max(rowid) FROM events").pluck().get();
  const digest = createHash("sha256");
  digest.update(
    JSON.stringify(
      [newest, readRecordings(database), readContainers(database)],
      (_key, value: unknown) => (typeof value === "bigint" ? String(value) : value),
    ),
  );
  return digest.digest("hex");
}
