/** The kernel stamps events with CLOCK_BOOTTIME; this ties it to the wall clock. */
import type { Libc } from "./ffi.js";

const CLOCK_REALTIME = 0;
const CLOCK_BOOTTIME = 7;

export interface ClockReading {
  /** nanoseconds since 1970 */
  readonly wall: bigint;
  /** nanoseconds since boot, at the same moment */
  readonly boot: bigint;
}

function readClock(libc: Libc, clock: number): bigint {
  const time = new BigInt64Array(2); // struct timespec
  libc.clockGettime(clock, new Uint8Array(time.buffer));
  return (time[0] ?? 0n) * 1_000_000_000n + (time[1] ?? 0n);
}

/** Reads both clocks; the wall clock is taken in the middle of two readings of the other. */
export function readClocks(libc: Libc): ClockReading {
  const before = readClock(libc, CLOCK_BOOTTIME);
  const wall = readClock(libc, CLOCK_REALTIME);
  const after = readClock(libc, CLOCK_BOOTTIME);
  return { wall, boot: (before + after) / 2n };
}
