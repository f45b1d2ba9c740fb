import type { Database, Statement } from "better-sqlite3";
import { RowBuffer, type Value } from "./row-buffer.js";

/**
 * Collects rows of a table with ids. An id is known before its row is written: while a transaction
 * is open no other process can take one.
 */
export class NumberedRows {
  readonly #rows: RowBuffer;
  readonly #findLast: Statement;
  #last: number | null = null;

  /** `findLast` gives the highest id so far. */
  constructor(database: Database, table: string, columns: readonly string[], findLast: string) {
    this.#rows = new RowBuffer(database, table, ["id", ...columns]);
    this.#findLast = database.prepare(findLast).pluck();
  }

  /** Called when a transaction has begun: another process may have written since the last one. */
  begin(): void {
    this.flush(); // what was added before is written with the ids that it has
    this.#last = null;
  }

  /** Gives the row's id. */
  add(row: readonly Value[]): number {
    this.#last ??= Number(this.#findLast.get() ?? 0);
    this.#last += 1;
    this.#rows.add([this.#last, ...row]);
    return this.#last;
  }

  /** Writes what is left. */
  flush(): void {
    this.#rows.flush();
  }
}
