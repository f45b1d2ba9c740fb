import { dirname } from "node:path";
import type { Database, Statement } from "better-sqlite3";
import type { Actor, Behaviour } from "../model/events/events.js";
import type { BlindSpotCount, Container, Loss } from "../model/recordings/recording.js";
import type { RecordingFailure } from "../model/recordings/failures.js";
import { toContainerRow } from "./container-columns.js";
import { FileWatch } from "./file-watch.js";
import { GrowthLimit } from "./growth.js";
import { NumberedRows } from "./numbered-rows.js";
import { prepareStatements, type RecordingStatements } from "./recording-statements.js";
import { reserveSpace } from "./reserved-space.js";
import { RowBuffer, type ColumnValue } from "./row-buffer.js";
import { guard, translateSqliteError } from "./sqlite-errors.js";
import { toTextColumn } from "./text-column.js";

/** What is known of a recording when it begins. */
export interface RecordingStart {
  /** nanoseconds since 1970 */
  readonly startedAt: bigint;
  readonly architecture: string;
  readonly kernel: string;
  readonly cxrayVersion: string;
}

const ACTOR_COLUMNS = [
  "container",
  "pid",
  "tid",
  "ppid",
  "container_pid",
  "uid",
  "user",
  "comm",
  "phase",
  "origin",
  "program",
] as const;
const EVENT_COLUMNS = ["time", "actor", "behaviour", "local_port"] as const;
/** AUTOINCREMENT: also of actors that were removed. */
const LAST_ACTOR = "SELECT seq FROM sqlite_sequence WHERE name = 'actors'";
const LAST_BEHAVIOUR = "SELECT max(id) FROM behaviours";

/**
 * Writes one recording. It does not intern: the caller keeps the ids that the insert
 * methods return, and passes them on. There is one transaction for each drain of the ring
 * buffer. What was committed survives a SIGKILL.
 *
 * A recording ends with `finish` or `abandon`. Only `finish` marks it as finished.
 *
 * `insertEvent` and `commit` throw SizeLimitReached when the database has reached its limit.
 * `abandon` keeps what was written until then.
 *
 * Every method except `abandon` throws CxrayError disk-full or unusable-database when SQLite
 * fails.
 */
export class RecordingWriter {
  readonly recordingId: number;
  readonly files: FileWatch;
  readonly #path: string;
  readonly #database: Database;
  readonly #actors: NumberedRows;
  readonly #behaviours: NumberedRows;
  readonly #events: RowBuffer;
  readonly #statements: RecordingStatements;
  /** frees the disk space that was reserved for writing the reason of a failure */
  readonly #freeReserved: () => void;
  readonly #growth: GrowthLimit;

  /** The database may grow by `maxSize` bytes. */
  constructor(database: Database, path: string, start: RecordingStart, maxSize: number) {
    this.#path = path;
    this.#database = database;
    this.#statements = prepareStatements(database);
    this.#actors = new NumberedRows(database, "actors", ACTOR_COLUMNS, LAST_ACTOR);
    this.#behaviours = new NumberedRows(database, "behaviours", ["kind", "detail"], LAST_BEHAVIOUR);
    this.#events = new RowBuffer(database, "events", EVENT_COLUMNS);
    const { startedAt, architecture, kernel, cxrayVersion } = start;
    this.recordingId = this.#insert(this.#statements.insertRecording, [
      startedAt,
      architecture,
      kernel,
      cxrayVersion,
    ]);
    this.files = new FileWatch(path);
    this.#freeReserved = reserveSpace(dirname(path));
    this.#growth = new GrowthLimit(database, maxSize);
  }

  begin(): void {
    guard(this.#path, () => {
      this.#begin();
    });
  }

  commit(): void {
    guard(this.#path, () => {
      this.#flush();
      this.#statements.commit.run();
    });
    this.#growth.check();
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

  /** Removes what turned out not to be a container, unless it has events. */
  removeContainer(row: number): void {
    guard(this.#path, () => {
      this.#actors.flush();
      this.#statements.removeContainer.run({ row });
    });
  }

  /** Returns the id of the program chain that consists of `path` and the chain `parent`. */
  insertProgram(parent: number | null, path: string): number {
    return this.#insert(this.#statements.insertProgram, [parent, toTextColumn(path)]);
  }

  /** Its row is written by `commit` at the latest, like those of behaviours and events. */
  insertActor(container: number, actor: Omit<Actor, "programs">, program: number | null): number {
    const { pid, tid, ppid, containerPid = null, uid, phase, origin } = actor;
    const texts = [toTextColumn(actor.user), toTextColumn(actor.comm)];
    const numbers = [pid, tid, ppid, containerPid, uid];
    return this.#add(this.#actors, [container, ...numbers, ...texts, phase, origin, program]);
  }

  insertBehaviour(behaviour: Behaviour): number {
    const { kind, ...detail } = behaviour;
    return this.#add(this.#behaviours, [kind, JSON.stringify(detail)]);
  }

  /** `time` is in nanoseconds since the recording's start; only a connect has a `localPort`. */
  insertEvent(
    time: number,
    actor: number,
    behaviour: number,
    localPort: number | null = null,
  ): void {
    this.#add(this.#events, [time, actor, behaviour, localPort]);
    this.#growth.noteEvent();
  }

  /** Sets the counts of what was lost so far. */
  updateLosses(losses: readonly Loss[]): void {
    guard(this.#path, () => {
      const { setLoss, setContainerLoss } = this.#statements;
      for (const { what, count, containerId } of losses) {
        if (containerId === undefined) setLoss.run(this.recordingId, what, count);
        else setContainerLoss.run(this.recordingId, containerId, what, count);
      }
    });
  }

  /** Sets the blind spots that were met so far. */
  updateBlindSpots(blindSpots: readonly BlindSpotCount[]): void {
    guard(this.#path, () => {
      for (const { code, count } of blindSpots) {
        this.#statements.setBlindSpot.run(this.recordingId, code, count);
      }
    });
  }

  /**
   * Checks that the database is still in place.
   * @throws CxrayError database-lost
   */
  check(): void {
    this.files.check();
  }

  /**
   * Ends a recording that can't go on. It stays unfinished, and what was not committed is rolled
   * back, unless the failure is only the size limit. The reason and the losses are stored if they
   * can still be written.
   */
  abandon(failure: RecordingFailure, losses: readonly Loss[]): void {
    this.#freeReserved();
    try {
      if (this.#database.inTransaction && failure === "size-limit") this.#flush();
      else {
        if (this.#database.inTransaction) this.#statements.rollback.run();
        this.#statements.begin.run();
      }
      this.#statements.failRecording.run(failure, this.recordingId);
      this.updateLosses(losses);
      this.#statements.commit.run();
    } catch {
      // then it is unfinished for a reason that nobody knows
      if (this.#database.inTransaction) this.#statements.rollback.run();
    }
  }

  /**
   * Ends the recording, and the transaction that is open, if one is.
   * @throws CxrayError database-lost too
   */
  finish(endedAt: bigint, losses: readonly Loss[]): void {
    this.check();
    guard(this.#path, () => {
      if (!this.#database.inTransaction) this.#begin();
      this.#flush();
      this.updateLosses(losses);
      this.#statements.endRecording.run(endedAt, this.recordingId);
      this.#statements.commit.run();
    });
    this.#freeReserved();
  }

  #begin(): void {
    this.#statements.begin.run();
    this.#actors.begin();
    this.#behaviours.begin();
  }

  #flush(): void {
    this.#actors.flush();
    this.#behaviours.flush();
    this.#events.flush();
  }

  /** As `guard` does, without a function for each row. */
  #add<T>(rows: { add: (row: readonly ColumnValue[]) => T }, row: readonly ColumnValue[]): T {
    try {
      return rows.add(row);
    } catch (error) {
      throw translateSqliteError(this.#path, error);
    }
  }

  #insert(statement: Statement, values: readonly unknown[]): number {
    return guard(this.#path, () => Number(statement.run(...values).lastInsertRowid));
  }
}
