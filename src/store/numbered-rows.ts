import type { Database, Statement } from "better-sqlite3";
import { RowBuffer, type ColumnValue } from "./row-buffer.js";

/**
 * Collects rows of a table with ids. An id is assigned before its row is written, because no other
 * process can insert rows while a transaction is open.
 */
export class NumberedRows {
  readonly #rows: RowBuffer;
  readonly #findLast: Statement;
  #last: number | null = null;

  /** `findLast`: SQL that returns the highest id so far. */
  constructor(database: Database, table: string, columns: readonly string[], findLast: string) {
    this.#rows = new RowBuffer(database, table, ["id", ...columns]);
    this.#findLast = database.prepare(findLast).pluck();
  }

  /** Call it after a transaction began: another process may have inserted rows since the last one. */
  begin(): void {
    this.flush(); // rows that were added before keep their ids
    this.#last = null;
  }

  /** Adds a row and returns its id. */
  add(row: readonly ColumnValue[]): number {
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
