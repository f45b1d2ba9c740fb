/** Flags of clone, clone3 and unshare (uapi/linux/sched.h). */
import type { ArgumentEntry } from "../model/baseline/baseline.js";

/** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET: as in Docker's own profile. */
export const NAMESPACES = 0x7e02_0000n;
/** clone takes the lowest byte for a signal. */
export const CLONE_NEWTIME = 0x80n;
/** CLONE_INTO_CGROUP: what clone can't do. */
export const CLONE_ONLY = 0x2_0000_0000n;

/** All flags that any of the entries has; a negative number is one of 32 bits with its sign. */
export function unionOf(entries: readonly ArgumentEntry[]): bigint {
  return entries.reduce(
    (all, { values: [flags = 0] }) => all | BigInt.asUintN(64, BigInt(flags)),
    0n,
  );
}
