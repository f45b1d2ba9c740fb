/** Reads binary messages that may be cut and may lie about their lengths. */

/** `cut`: the bytes end before the message does. `malformed`: the message is wrong in itself. */
export type Problem = "cut" | "malformed";

/**
 * A position in bytes that moves forward. Numbers are in network order.
 *
 * The first problem sticks: from then on, numbers are 0 and the position stays. So a caller can read
 * a whole structure and check `problem` once, before using the result. A reader shares its problem
 * with the readers that were made from it.
 */
export class ByteReader {
  readonly #bytes: Buffer;
  readonly #end: number;
  readonly #shared: { problem: Problem | null };
  #at: number;

  /** `end`: where the structure says that it ends, which may lie behind the last byte. */
  constructor(
    bytes: Buffer,
    start: number,
    end: number,
    shared: { problem: Problem | null } = { problem: null },
  ) {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
    this.#shared = shared;
  }

  problem(): Problem | null {
    return this.#shared.problem;
  }

  get at(): number {
    return this.#at;
  }

  /** Whether something is left to be read. */
  hasMore(): boolean {
    return this.problem() === null && this.#at < this.#end;
  }

  refuse(): void {
    this.#shared.problem ??= "malformed";
  }

  /** An unsigned number of `size` bytes. */
  number(size: 1 | 2 | 3): number {
    const start = this.#at;
    return this.#advance(size) ? this.#bytes.readUIntBE(start, size) : 0;
  }

  /** The next bytes, or none after a problem. */
  take(length: number): Buffer {
    const start = this.#at;
    return this.#bytes.subarray(start, this.#advance(length) ? this.#at : start);
  }

  /** A reader of the next bytes alone; they need not all be there yet. */
  part(length: number): ByteReader {
    const start = this.#at;
    if (length > this.#end - start) this.refuse();
    if (this.problem() === null) this.#at += length;
    return new ByteReader(this.#bytes, start, this.#at, this.#shared);
  }

  /** A reader of the same bytes from another place to the same end. */
  from(position: number): ByteReader {
    return new ByteReader(this.#bytes, position, this.#end, this.#shared);
  }

  #advance(length: number): boolean {
    if (length > this.#end - this.#at) this.refuse();
    else if (length > this.#bytes.length - this.#at) this.#shared.problem ??= "cut";
    if (this.problem() !== null) return false;
    this.#at += length;
    return true;
  }
}
