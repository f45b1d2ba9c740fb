/** Relates CLOCK_BOOTTIME, the kernel's time stamps of events, to the wall clock. */
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

/** Reads both clocks. The boot time is the middle of two readings around that of the wall clock. */
export function readClocks(libc: Libc): ClockReading {
  const before = readClock(libc, CLOCK_BOOTTIME);
  const wall = readClock(libc, CLOCK_REALTIME);
  const after = readClock(libc, CLOCK_BOOTTIME);
  return { wall, boot: (before + after) / 2n };
}
