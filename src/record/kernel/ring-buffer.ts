/**
 * Reads a BPF ring buffer in place (kernel/bpf/ringbuf.c): no call into C per record, and no copy
 * before decoding.
 *
 * The kernel maps one page with the reader's position, one with the writer's, and the data twice in
 * a row, so that a record never wraps.
 */
import { CxrayError } from "../../model/errors.js";
import { lastErrno, mapShared, viewMemory, type Libc, type Pointer } from "./ffi.js";

const HEADER_SIZE = 8;
const BUSY = 0x8000_0000;
const DISCARDED = 0x4000_0000;
const LENGTH = 0x3fff_ffff;

/** The number of records between two checks of the time. */
const BATCH = 256;

/** Called for each record with its offset in `RingReader.bytes`. */
export type TakeRecord = (at: number, length: number) => void;

export interface RingReader {
  /** the data, twice in a row */
  readonly bytes: Buffer;
  /** the size of the data, counted once */
  readonly size: number;
  /** the number of waiting bytes */
  waiting: () => number;
  /** Passes on waiting records, at most `limit`; returns their number. */
  drain: (limit: number, take: TakeRecord) => number;
  /** The same, for about this many milliseconds. */
  drainFor: (milliseconds: number, take: TakeRecord) => number;
  close: () => void;
}

function mapPages(
  libc: Libc,
  fd: number,
  offset: number,
  length: number,
  access: "read" | "read-write",
): Pointer {
  const address = mapShared(libc, fd, offset, length, access);
  if (address !== null) return address;
  throw new CxrayError(
    "load-failed",
    `the ring buffer can't be mapped (errno ${String(lastErrno())})`,
    "Lower --buffer, or give cxray more memory.",
  );
}

/** Maps the ring buffer of `fd`; `size` is the size of its data, a power of two. */
export function openRing(libc: Libc, fd: number, size: number): RingReader {
  const pageSize = libc.getpagesize();
  const consumerPage = mapPages(libc, fd, 0, pageSize, "read-write");
  const producerLength = pageSize + 2 * size;
  const producerPages = mapPages(libc, fd, pageSize, producerLength, "read");
  const consumer = new BigUint64Array(viewMemory(consumerPage, 8));
  const shared = viewMemory(producerPages, producerLength);
  const producer = new BigUint64Array(shared, 0, 1);
  const bytes = Buffer.from(shared, pageSize, 2 * size);
  const headers = new Uint32Array(shared, pageSize, size / 4);
  // The position only grows. A double holds it exactly up to 2^53 bytes, years of events.
  let position = Number(Atomics.load(consumer, 0));

  const drain = (limit: number, take: TakeRecord): number => {
    let taken = 0;
    let end = Number(Atomics.load(producer, 0));
    while (position < end && taken < limit) {
      const at = position % size;
      const header = Atomics.load(headers, at >>> 2);
      if (header >= BUSY) break;
      const length = header & LENGTH;
      if ((header & DISCARDED) === 0) {
        take(at + HEADER_SIZE, length);
        taken++;
      }
      position += (length + HEADER_SIZE + 7) & ~7;
      // frees space early, for a writer that is faster than this loop
      if ((taken & 1023) === 0) Atomics.store(consumer, 0, BigInt(position));
      if (position >= end) end = Number(Atomics.load(producer, 0));
    }
    Atomics.store(consumer, 0, BigInt(position));
    return taken;
  };

  const drainFor = (milliseconds: number, take: TakeRecord): number => {
    const end = performance.now() + milliseconds;
    for (let sum = 0; ;) {
      const taken = drain(BATCH, take);
      sum += taken;
      if (taken < BATCH || performance.now() >= end) return sum;
    }
  };

  const close = (): void => {
    libc.munmap(consumerPage, pageSize);
    libc.munmap(producerPages, producerLength);
  };
  const waiting = (): number => Number(Atomics.load(producer, 0)) - position;
  return { bytes, size, waiting, drain, drainFor, close };
}
