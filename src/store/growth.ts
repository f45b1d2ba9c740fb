/** How much a database may grow while it is recorded into. */
import type { Database, Statement } from "better-sqlite3";
import { SizeLimitReached } from "../model/recordings/failures.js";

/** Events from one look to the next. */
const OFTEN = 64;

export class GrowthLimit {
  readonly #count: Statement<[], number>;
  /** pages, of the open transaction too; the -wal file doesn't count */
  readonly #most: number;
  #events = 0;

  /** It may become larger by `most` bytes, which can be infinite, than it is now. */
  constructor(database: Database, most: number) {
    this.#count = database.prepare<[], number>("PRAGMA page_count").pluck();
    const pageSize = Number(database.pragma("page_size", { simple: true }));
    this.#most = this.#pages() + Math.floor(most / pageSize);
  }

  /** @throws SizeLimitReached when it is larger than it may be; what was written is whole */
  check(): void {
    if (this.#most !== Infinity && this.#pages() > this.#most) throw new SizeLimitReached();
  }

  /**
   * Called for each event: one transaction can be of many.
   * @throws SizeLimitReached
   */
  noteEvent(): void {
    this.#events++;
    if (this.#events % OFTEN === 0) this.check();
  }

  #pages(): number {
    return this.#count.get() ?? 0;
  }
}
