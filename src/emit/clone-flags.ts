/** Flags of clone, clone3 and unshare (uapi/linux/sched.h). */
import type { ArgumentEntry } from "../model/baseline/baseline.js";

/** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET: as in Docker's own profile. */
export const NAMESPACES = 0x7e02_0000n;
/** Only for clone3 and unshare: in clone, the lowest byte of the flags is the exit signal. */
export const CLONE_NEWTIME = 0x80n;
/** CLONE_INTO_CGROUP: only clone3 takes it. */
export const CLONE_ONLY = 0x2_0000_0000n;

/** The union of all entries' flags. A negative value is a sign-extended 32-bit number. */
export function unionOf(entries: readonly ArgumentEntry[]): bigint {
  return entries.reduce(
    (all, { values: [flags = 0] }) => all | BigInt.asUintN(64, BigInt(flags)),
    0n,
  );
}
