/** Whether programs may use io_uring on this machine. */
import { readFileSync } from "node:fs";

/** Since Linux 6.6: 2 refuses it to everybody. */
const DISABLED = "/proc/sys/kernel/io_uring_disabled";

/** Whether the administrator has turned io_uring off. It can be turned on again at any time. */
export function isRingDisabled(file = DISABLED): boolean {
  try {
    return readFileSync(file, "utf8").trim() === "2";
  } catch {
    return false;
  }
}
