import type { Database } from "better-sqlite3";
import { CxrayError } from "../model/errors.js";
import type { Event } from "../model/events/events.js";
import type { Fact } from "../model/events/fact.js";
import type { Container, Recording } from "../model/recordings/recording.js";
import { forgetRuns } from "./forget-runs.js";
import { checkCompanions } from "./database-file.js";
import { readEvents, readFacts, type EventFilter } from "./read-events.js";
import { readMainUsers, type MainUser } from "./read-main-users.js";
import { readContainers, readFingerprint, readRecordings } from "./read-recordings.js";
import { RecordingWriter, type RecordingStart } from "./recording-writer.js";
import type { FileWatch } from "./file-watch.js";
import { guard, translateSqliteError } from "./sqlite-errors.js";
import {
  readStoredBaselines,
  replaceStoredBaselines,
  type StoredDocument,
  type StoredBaselines,
} from "./stored-baselines.js";

/** How long `close` waits for readers before it leaves the -wal file to them. */
const CLOSE_TIMEOUT_MS = 100;

/**
 * An open database. `openStore` makes one. Every method throws CxrayError disk-full or
 * unusable-database if SQLite fails.
 */
export class Store {
  /** absolute */
  readonly path: string;
  /** whether recordings and baselines can be written */
  readonly writable: boolean;
  readonly #database: Database;
  readonly #onClose: () => void;
  #files: FileWatch | null = null;

  constructor(path: string, database: Database, writable: boolean, onClose: () => void) {
    this.path = path;
    this.writable = writable;
    this.#database = database;
    this.#onClose = onClose;
  }

  /**
   * Starts a recording, which other processes can read meanwhile (write-ahead log). The database
   * may grow by `maxSize` bytes.
   */
  beginRecording(start: RecordingStart, maxSize = Infinity): RecordingWriter {
    return guard(this.path, () => {
      if (this.#database.pragma("journal_mode = WAL", { simple: true }) !== "wal") {
        const message = `${this.path} is on a file system without shared memory`;
        throw new CxrayError(
          "unusable-database",
          message,
          "Choose a file on a local disk with --db.",
        );
      }
      checkCompanions(this.path);
      const writer = new RecordingWriter(this.#database, this.path, start, maxSize);
      this.#files = writer.files;
      return writer;
    });
  }

  /** By start, then id. */
  recordings(): Recording[] {
    return guard(this.path, () => readRecordings(this.#database));
  }

  /** By start, then id, then recording. */
  containers(): Container[] {
    return guard(this.path, () => readContainers(this.#database));
  }

  /** By container, then recording. */
  mainUsers(): MainUser[] {
    return guard(this.path, () => readMainUsers(this.#database));
  }

  /** Each behaviour of each actor once, with its count, in no particular order. */
  facts(filter: EventFilter = {}): IterableIterator<Fact> {
    return this.#guardRows(() => readFacts(this.#database, filter));
  }

  /** By time, then container id, pid, tid and the order in which they were stored. */
  events(filter: EventFilter = {}): IterableIterator<Event> {
    return this.#guardRows(() => readEvents(this.#database, filter));
  }

  /** Runs several reads on the same state of the database, even if a recorder is writing. */
  snapshot<T>(read: () => T): T {
    return guard(this.path, () => this.#database.transaction(read).deferred());
  }

  /** A digest that changes whenever recordings, containers or events do. Cheap. */
  fingerprint(): string {
    return guard(this.path, () => readFingerprint(this.#database));
  }

  /**
   * Deletes runs with all their events. Their recordings stay.
   */
  forgetRuns(runs: readonly { recordingId: number; containerId: string }[]): void {
    guard(this.path, () => {
      forgetRuns(this.#database, runs);
    });
  }

  /** What `writeBaselines` wrote last; null if it was never called. */
  readBaselines(): StoredBaselines | null {
    return guard(this.path, () => readStoredBaselines(this.#database));
  }

  /** Replaces all baselines. `fingerprint` says which state of the recordings they are from. */
  writeBaselines(fingerprint: string, documents: readonly StoredDocument[]): void {
    guard(this.path, () => {
      replaceStoredBaselines(this.#database, fingerprint, documents);
    });
  }

  /**
   * Closes the database. If nobody else has it open, it is then a single file, which can be
   * copied, and read from a read-only directory.
   */
  close(): void {
    if (!this.#database.open) return;
    try {
      // If another file took its place, SQLite would remove that file's -wal.
      if (this.writable && this.#files?.isInPlace !== false) leaveSingleFile(this.#database);
    } finally {
      this.#database.close();
      this.#onClose();
    }
  }

  *#guardRows<T>(read: () => IterableIterator<T>): IterableIterator<T> {
    try {
      yield* read();
    } catch (error) {
      throw translateSqliteError(this.path, error);
    }
  }
}

function leaveSingleFile(database: Database): void {
  try {
    database.pragma(`busy_timeout = ${String(CLOSE_TIMEOUT_MS)}`);
    database.pragma("journal_mode = DELETE");
  } catch {
    // someone reads it, or the disk is full: the -wal file stays and is part of the database
  }
}
