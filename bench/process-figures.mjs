// What a process took, from /proc.
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

/** Seconds of CPU time of all its threads; /proc/PID/stat counts in hundredths only. */
export function cpuSeconds(pid) {
  const threads = readdirSync(`/proc/${pid}/task`);
  const nanoseconds = threads.map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "latin1").split(" ")[0]),
  );
  return nanoseconds.reduce((sum, each) => sum + each, 0) / 1e9;
}

export function peakMegabytes(pid) {
  return Number(/VmHWM:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, "latin1"))[1]) / 1024;
}

/** A process that does nothing but look whether there is something takes less of a core. */
const IDLE = 0.02;

/** Waits until a process has nothing left to do; gives its CPU seconds. */
export async function untilIdle(pid) {
  for (let before = cpuSeconds(pid); ;) {
    await pause(250);
    const now = cpuSeconds(pid);
    if (now - before < IDLE * 0.25) return now;
    before = now;
  }
}
