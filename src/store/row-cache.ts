/** The size of a cache. A cached row takes a few times its weight in memory. */
export interface CacheBounds<Row> {
  readonly rows?: number;
  readonly weight?: number;
  readonly weigh?: (row: Row) => number;
}

/**
 * A cache of rows by id, which are loaded when they are first needed. It is emptied when it is
 * full, so that a recording with millions of distinct rows needs little memory.
 */
export class RowCache<Row> {
  readonly #load: (id: number) => Row | undefined;
  readonly #rows = new Map<number, Row | undefined>();
  readonly #bounds: Required<CacheBounds<Row>>;
  #weight = 0;

  constructor(load: (id: number) => Row | undefined, bounds: CacheBounds<Row> = {}) {
    this.#load = load;
    this.#bounds = { rows: 20_000, weight: 1 << 24, weigh: () => 0, ...bounds };
  }

  get(id: number): Row | undefined {
    const known = this.#rows.get(id);
    if (known !== undefined || this.#rows.has(id)) return known;
    const { rows, weight } = this.#bounds;
    if (this.#rows.size >= rows || this.#weight >= weight) {
      this.#rows.clear();
      this.#weight = 0;
    }
    const row = this.#load(id);
    this.set(id, row);
    return row;
  }

  /** Adds a row that was loaded in advance. */
  set(id: number, row: Row | undefined): void {
    if (this.#rows.has(id)) return;
    this.#rows.set(id, row);
    if (row !== undefined) this.#weight += this.#bounds.weigh(row);
  }
}
