/** Names of capabilities, and the meaning of the kernel's checks. */
import { constants } from "node:os";
import type { Capability } from "../events/events.js";
import { numberedNames } from "./numbered-names.js";
import { syscallName } from "./syscalls.js";

/** uapi/linux/capability.h */
const NAMES = numberedNames(`
CAP_CHOWN CAP_DAC_OVERRIDE CAP_DAC_READ_SEARCH CAP_FOWNER CAP_FSETID CAP_KILL CAP_SETGID
CAP_SETUID CAP_SETPCAP CAP_LINUX_IMMUTABLE CAP_NET_BIND_SERVICE CAP_NET_BROADCAST CAP_NET_ADMIN
CAP_NET_RAW CAP_IPC_LOCK CAP_IPC_OWNER CAP_SYS_MODULE CAP_SYS_RAWIO CAP_SYS_CHROOT
CAP_SYS_PTRACE CAP_SYS_PACCT CAP_SYS_ADMIN CAP_SYS_BOOT CAP_SYS_NICE CAP_SYS_RESOURCE
CAP_SYS_TIME CAP_SYS_TTY_CONFIG CAP_MKNOD CAP_LEASE CAP_AUDIT_WRITE CAP_AUDIT_CONTROL
CAP_SETFCAP CAP_MAC_OVERRIDE CAP_MAC_ADMIN CAP_SYSLOG CAP_WAKE_ALARM CAP_BLOCK_SUSPEND
CAP_AUDIT_READ CAP_PERFMON CAP_BPF CAP_CHECKPOINT_RESTORE
`);

/** The number of known capabilities. */
export const CAPABILITY_COUNT = NAMES.size;

/** `CAP_CHOWN`; `CAP_#NUMBER` if the name is unknown. */
export function capabilityName(capability: number): string {
  return NAMES.get(capability) ?? `CAP_#${String(capability)}`;
}

/** The names in a bit mask of capabilities, by number; `mask` is at most 2^53 - 1. */
export function capabilityNames(mask: number): string[] {
  return [...NAMES].flatMap(([bit, name]) => (Math.floor(mask / 2 ** bit) % 2 === 1 ? [name] : []));
}

/**
 * cap_vm_enough_memory (security/commoncap.c) checks whether the task may use the memory reserved
 * for administrators, whenever memory is committed, even in page faults (`""`). A task without the
 * capability gets no error.
 */
const MEMORY = words(`
  mmap mmap2 brk mremap mprotect pkey_mprotect execve execveat clone clone3 fork vfork shmget
  shmat memfd_create ftruncate ftruncate64 fallocate write pwrite64 writev remap_file_pages
`).add("");

/** Calls on files below /proc, some of which check at each access. */
const LOOKS = "open openat openat2 access faccessat faccessat2 read pread64 readv";

/**
 * Checks that do not decide the call: without the capability it goes on, and at most a detail
 * differs. By capability, the calls that make such a check. If such a call fails with a refusal,
 * the capability was needed after all.
 */
const IN_PASSING: Readonly<Record<string, ReadonlySet<string>>> = {
  // pid_table_root_permissions (kernel/pid.c), for pid_max, which ps reads
  // listxattr: are `trusted.` attributes shown (fs/overlayfs/xattrs.c, fs/xattr.c)?
  // fanotify_init: is the group a privileged one (fs/notify/fanotify/fanotify_user.c)?
  CAP_SYS_ADMIN: words(`${LOOKS} listxattr llistxattr flistxattr listxattrat fanotify_init`),
  // net_ctl_permissions (net/sysctl_net.c), for /proc/sys/net
  CAP_NET_ADMIN: words(LOOKS),
  // ipc_permissions (ipc/ipc_sysctl.c), for /proc/sys/kernel
  CAP_CHECKPOINT_RESTORE: words(LOOKS),
  // restricted_pointer (lib/vsprintf.c): are kernel addresses shown to this reader?
  CAP_SYSLOG: words("read pread64 readv"),
  // do_task_stat (fs/proc/array.c): are addresses shown to this reader?
  CAP_SYS_PTRACE: words("read pread64 readv getdents getdents64"),
  // cap_capset (security/commoncap.c): may the inheritable set grow beyond the permitted one?
  CAP_SETPCAP: words("capset"),
  // io_uring_create (io_uring/io_uring.c): is its memory charged to the user?
  CAP_IPC_LOCK: words("io_uring_setup"),
  // ep_take_care_of_epollwakeup (include/uapi/linux/eventpoll.h): else the flag is dropped
  CAP_BLOCK_SUSPEND: words("epoll_ctl"),
};

/** Without it, a call silently clears set-id bits (fs/attr.c, fs/inode.c). */
const NEVER_REFUSES = "CAP_FSETID";

/**
 * Netlink reports a refusal in a separate message: the call itself succeeds (net/core/rtnetlink.c).
 */
const ANSWERED_LATER = words("sendto sendmsg sendmmsg write writev socketcall");

/** The errnos of calls that are refused a privilege; some calls report a limit instead. */
const REFUSALS: Readonly<Record<string, readonly number[]>> = {
  CAP_IPC_LOCK: [constants.errno.ENOMEM, constants.errno.EAGAIN],
  CAP_SYS_RESOURCE: [
    constants.errno.EAGAIN,
    constants.errno.ENOSPC,
    constants.errno.EDQUOT,
    constants.errno.EMFILE,
  ],
};
const ALWAYS_REFUSALS: readonly number[] = [constants.errno.EPERM, constants.errno.EACCES];

function words(text: string): Set<string> {
  return new Set(text.trim().split(/\s+/));
}

/** The meaning of a capability check. */
export type CapabilityUse =
  /** the task had it, and the call relied on it */
  | "used"
  /** the task lacked it, and the call was refused */
  | "refused"
  /** the check did not decide the call: it went on without the capability, or would have */
  | "probed";

/** Judges one check by the call during which it was made, and by the call's result. */
export function capabilityUse(asked: Omit<Capability, "kind">): CapabilityUse {
  const name = capabilityName(asked.capability);
  const call = asked.nr === null ? "" : syscallName(asked.abi, asked.nr);
  const isMemory = name === "CAP_SYS_ADMIN" && MEMORY.has(call) && asked.namespaces !== true;
  if (isMemory || name === NEVER_REFUSES) return "probed";
  if (asked.granted) return IN_PASSING[name]?.has(call) === true ? "probed" : "used";
  if (name === "CAP_NET_ADMIN" && ANSWERED_LATER.has(call)) return "refused";
  const errors = [...ALWAYS_REFUSALS, ...(REFUSALS[name] ?? [])];
  return errors.includes(-asked.ret) ? "refused" : "probed";
}
