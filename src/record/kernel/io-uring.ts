/** Checks whether programs may use io_uring on this machine. */
import { readFileSync } from "node:fs";

/** Since Linux 6.6: 2 disables it for every process. */
const DISABLED = "/proc/sys/kernel/io_uring_disabled";

/** Whether the administrator has disabled io_uring. It can be enabled again at any time. */
export function isRingDisabled(file = DISABLED): boolean {
  try {
    return readFileSync(file, "utf8").trim() === "2";
  } catch {
    return false;
  }
}
