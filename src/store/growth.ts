/** Limits how much a database may grow during a recording. */
import type { Database, Statement } from "better-sqlite3";
import { SizeLimitReached } from "../model/recordings/failures.js";

/** After how many events the size is checked. */
const CHECK_EVERY = 64;

export class GrowthLimit {
  readonly #count: Statement<[], number>;
  /** in pages, including those of the open transaction; the -wal file doesn't count */
  readonly #most: number;
  #events = 0;

  /** The database may grow by `most` bytes from now on; Infinity for no limit. */
  constructor(database: Database, most: number) {
    this.#count = database.prepare<[], number>("PRAGMA page_count").pluck();
    const pageSize = Number(database.pragma("page_size", { simple: true }));
    this.#most = this.#pages() + Math.floor(most / pageSize);
  }

  /** @throws SizeLimitReached if the database is too large; what was written is still valid */
  check(): void {
    if (this.#most !== Infinity && this.#pages() > this.#most) throw new SizeLimitReached();
  }

  /**
   * Call it for each event, because one transaction can have many.
   * @throws SizeLimitReached
   */
  noteEvent(): void {
    this.#events++;
    if (this.#events % CHECK_EVERY === 0) this.check();
  }

  #pages(): number {
    return this.#count.get() ?? 0;
  }
}
