/** A BPF ring buffer as the kernel lays it out, in plain memory that a test writes to. */
import type { TestContext } from "node:test";
import koffi from "koffi";
import { viewMemory, type Libc, type Pointer } from "../../../src/record/kernel/ffi.js";

const PAGE = 4096;
const HEADER = 8;

export class FakeRing {
  readonly size: number;
  readonly unmapped: Pointer[] = [];
  readonly #consumer: bigint;
  readonly #producer: bigint;
  readonly #position: BigUint64Array;
  readonly #data: Buffer;

  constructor(test: TestContext, size: number) {
    this.size = size;
    this.#consumer = koffi.alloc("uint8_t", PAGE) as bigint;
    this.#producer = koffi.alloc("uint8_t", PAGE + 2 * size) as bigint;
    test.after(() => {
      koffi.free(this.#consumer);
      koffi.free(this.#producer);
    });
    const producer = viewMemory(this.#producer, PAGE + 2 * size);
    this.#position = new BigUint64Array(producer, 0, 1);
    this.#data = Buffer.from(producer, PAGE);
    this.#data.fill(0);
    this.#position[0] = 0n;
    new BigUint64Array(viewMemory(this.#consumer, 8))[0] = 0n;
  }

  /** What maps it: the reader's page is at 0, the writer's page and the data follow. */
  readonly libc: Libc = {
    getpagesize: () => PAGE,
    mmap: (_address, _length, _protection, _flags, _fd, offset) =>
      offset === 0 ? this.#consumer : this.#producer,
    munmap: (address) => {
      this.unmapped.push(address);
      return 0;
    },
    clockGettime: () => 0,
  };

  /** Up to where the reader has given room back. */
  get freed(): bigint {
    return new BigUint64Array(viewMemory(this.#consumer, 8))[0] ?? 0n;
  }

  /** Writes a record; gives what finishes one that is written as busy. */
  write(text: string, state: "done" | "busy" | "discarded" = "done"): () => void {
    const at = Number(this.#position[0]);
    const bytes = Buffer.from(text, "latin1");
    const setHeader = (bits: number): void => {
      const header = Buffer.alloc(4);
      header.writeUInt32LE((bytes.length | bits) >>> 0);
      this.#writeBytes(at, header);
    };
    this.#writeBytes(at + HEADER, bytes);
    setHeader({ done: 0, busy: 1 << 31, discarded: 1 << 30 }[state]);
    const length = Math.ceil((HEADER + bytes.length) / 8) * 8;
    this.#position[0] = BigInt(at + length);
    return () => {
      setHeader(0);
    };
  }

  /** The data is mapped twice in a row. */
  #writeBytes(at: number, bytes: Buffer): void {
    bytes.forEach((byte, index) => {
      const place = (at + index) % this.size;
      this.#data[place] = byte;
      this.#data[place + this.size] = byte;
    });
  }
}
