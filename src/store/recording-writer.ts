import type { Database, Statement } from "better-sqlite3";
import type { Actor, Behaviour } from "../model/events.js";
import type { BlindSpotCount, Container, Loss } from "../model/recording.js";
import { CONTAINER_COLUMNS, toContainerRow } from "./container-columns.js";
import { EventBuffer } from "./event-buffer.js";
import { guard } from "./sqlite-errors.js";
import { toTextColumn } from "./text-column.js";

/** What is known of a recording when it begins. */
export interface RecordingStart {
  /** nanoseconds since 1970 */
  readonly startedAt: bigint;
  readonly architecture: string;
  readonly kernel: string;
  readonly cxrayVersion: string;
}

/**
 * Writes one recording. It interns nothing: whoever calls it keeps the ids that the
 * insert functions return, and passes them on. One transaction a drain of the ring
 * buffer; what was committed survives a SIGKILL.
 *
 * Every method throws CxrayError unusable-database when SQLite gives up, as on a full
 * disk.
 */
export class RecordingWriter {
  readonly recordingId: number;
  readonly #path: string;
  readonly #database: Database;
  readonly #events: EventBuffer;
  readonly #statements: ReturnType<typeof prepareStatements>;

  constructor(database: Database, path: string, start: RecordingStart) {
    this.#path = path;
    this.#database = database;
    this.#statements = prepareStatements(database);
    this.#events = new EventBuffer(database);
    const { startedAt, architecture, kernel, cxrayVersion } = start;
    this.recordingId = this.#insert(this.#statements.insertRecording, [
      startedAt,
      architecture,
      kernel,
      cxrayVersion,
    ]);
  }

  begin(): void {
    guard(this.#path, () => this.#statements.begin.run());
  }

  commit(): void {
    guard(this.#path, () => {
      this.#events.flush();
      this.#statements.commit.run();
    });
  }

  /** Returns the container's row, which the other methods take. */
  insertContainer(container: Omit<Container, "recordingId">): number {
    const row = toContainerRow(this.recordingId, container);
    return this.#insert(this.#statements.insertContainer, [row]);
  }

  updateContainer(row: number, container: Omit<Container, "recordingId">): void {
    const values = { ...toContainerRow(this.recordingId, container), row };
    guard(this.#path, () => this.#statements.updateContainer.run(values));
  }

  /** Of what turned out to be no container. One of which something is stored stays. */
  removeContainer(row: number): void {
    guard(this.#path, () => this.#statements.removeContainer.run({ row }));
  }

  /** Returns the id of the chain of programs that `path` on top of `parent` is. */
  insertProgram(parent: number | null, path: string): number {
    return this.#insert(this.#statements.insertProgram, [parent, toTextColumn(path)]);
  }

  insertActor(container: number, actor: Omit<Actor, "programs">, program: number | null): number {
    const { pid, tid, ppid, uid, user, comm, phase, origin } = actor;
    const texts = [toTextColumn(user), toTextColumn(comm), phase, origin];
    const values = [container, pid, tid, ppid, uid, ...texts, program];
    return this.#insert(this.#statements.insertActor, values);
  }

  insertBehaviour(behaviour: Behaviour): number {
    const { kind, ...detail } = behaviour;
    return this.#insert(this.#statements.insertBehaviour, [kind, JSON.stringify(detail)]);
  }

  /** `time` is in nanoseconds since the recording's start. The row is written by `commit` at the latest. */
  insertEvent(time: number, actor: number, behaviour: number): void {
    try {
      this.#events.add(time, actor, behaviour);
    } catch (error) {
      guard(this.#path, () => {
        throw error;
      });
    }
  }

  /** Sets the counts of what was lost so far. */
  updateLosses(losses: readonly Loss[]): void {
    guard(this.#path, () => {
      for (const { what, count } of losses) {
        this.#statements.setLoss.run(this.recordingId, what, count);
      }
    });
  }

  /** Sets what was met of blind spots so far. */
  updateBlindSpots(blindSpots: readonly BlindSpotCount[]): void {
    guard(this.#path, () => {
      for (const { code, count } of blindSpots) {
        this.#statements.setBlindSpot.run(this.recordingId, code, count);
      }
    });
  }

  /** Ends the recording, and the transaction that is open, if one is. */
  finish(endedAt: bigint, losses: readonly Loss[]): void {
    guard(this.#path, () => {
      if (!this.#database.inTransaction) this.#statements.begin.run();
      this.#events.flush();
      this.updateLosses(losses);
      this.#statements.endRecording.run(endedAt, this.recordingId);
      this.#statements.commit.run();
    });
  }

  #insert(statement: Statement, values: readonly unknown[]): number {
    return guard(this.#path, () => Number(statement.run(...values).lastInsertRowid));
  }
}

function prepareStatements(database: Database) {
  const columns = CONTAINER_COLUMNS.join(", ");
  const parameters = CONTAINER_COLUMNS.map((column) => `:${column}`).join(", ");
  const assignments = CONTAINER_COLUMNS.map((column) => `${column} = :${column}`).join(", ");
  const prepare = (sql: string): Statement => database.prepare(sql);
  return {
    begin: prepare("BEGIN IMMEDIATE"),
    commit: prepare("COMMIT"),
    insertRecording: prepare(
      "INSERT INTO recordings (started_at, architecture, kernel, cxray_version) VALUES (?, ?, ?, ?)",
    ),
    endRecording: prepare("UPDATE recordings SET ended_at = ? WHERE id = ?"),
    setLoss: prepare(
      "INSERT INTO losses (recording, what, count) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = excluded.count",
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
    insertActor: prepare(
      "INSERT INTO actors (container, pid, tid, ppid, uid, user, comm, phase, origin, program) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    ),
    insertBehaviour: prepare("INSERT INTO behaviours (kind, detail) VALUES (?, ?)"),
  };
}
