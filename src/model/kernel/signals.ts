/** Names of signals. */
import { constants } from "node:os";

/** signal(7): the C library uses the kernel's first two real-time signals itself. */
const FIRST_REAL_TIME = 34;

const NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(constants.signals)
    .filter(([name]) => name !== "SIGIOT" && name !== "SIGPOLL" && name !== "SIGUNUSED")
    .map(([name, number]) => [number, name]),
);

/** `SIGTERM`, `SIGRTMIN+1`; any other number as it is */
export function signalName(signal: number): string {
  const name = NAMES.get(signal);
  if (name !== undefined) return name;
  const realTime = signal - FIRST_REAL_TIME;
  return realTime >= 0 && signal <= 64 ? `SIGRTMIN+${String(realTime)}` : String(signal);
}
