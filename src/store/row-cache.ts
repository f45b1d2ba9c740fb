/**
 * Rows by id, loaded when they are first asked for. It is emptied when it is full, so
 * that a recording of millions of distinct rows is read in little memory.
 */
export class RowCache<Row> {
  readonly #load: (id: number) => Row | undefined;
  readonly #rows = new Map<number, Row | undefined>();
  readonly #limit: number;

  constructor(load: (id: number) => Row | undefined, limit = 20_000) {
    this.#load = load;
    this.#limit = limit;
  }

  get(id: number): Row | undefined {
    const known = this.#rows.get(id);
    if (known !== undefined || this.#rows.has(id)) return known;
    if (this.#rows.size >= this.#limit) this.#rows.clear();
    const row = this.#load(id);
    this.#rows.set(id, row);
    return row;
  }
}
