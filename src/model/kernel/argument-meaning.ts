/** The recorded arguments of a system call, with the kernel's names. */
import { ioctlName } from "./ioctl-names.js";
import { flagNames, numberedNames } from "./numbered-names.js";
import { socketMeaning } from "./socket-names.js";

/** uapi/linux/sched.h. The lowest byte of clone's flags is a signal, which is not recorded. */
const CLONE = numberedNames(`
0x80 CLONE_NEWTIME 0x100 CLONE_VM 0x200 CLONE_FS 0x400 CLONE_FILES 0x800 CLONE_SIGHAND
0x1000 CLONE_PIDFD 0x2000 CLONE_PTRACE 0x4000 CLONE_VFORK 0x8000 CLONE_PARENT
0x10000 CLONE_THREAD 0x20000 CLONE_NEWNS 0x40000 CLONE_SYSVSEM 0x80000 CLONE_SETTLS
0x100000 CLONE_PARENT_SETTID 0x200000 CLONE_CHILD_CLEARTID 0x400000 CLONE_DETACHED
0x800000 CLONE_UNTRACED 0x1000000 CLONE_CHILD_SETTID 0x2000000 CLONE_NEWCGROUP
0x4000000 CLONE_NEWUTS 0x8000000 CLONE_NEWIPC 0x10000000 CLONE_NEWUSER 0x20000000 CLONE_NEWPID
0x40000000 CLONE_NEWNET 0x80000000 CLONE_IO 0x100000000 CLONE_CLEAR_SIGHAND
0x200000000 CLONE_INTO_CGROUP
`);

/** uapi/linux/prctl.h. */
const PRCTL = numberedNames(`
1 PR_SET_PDEATHSIG PR_GET_PDEATHSIG PR_GET_DUMPABLE PR_SET_DUMPABLE PR_GET_UNALIGN
PR_SET_UNALIGN PR_GET_KEEPCAPS PR_SET_KEEPCAPS PR_GET_FPEMU PR_SET_FPEMU PR_GET_FPEXC
PR_SET_FPEXC PR_GET_TIMING PR_SET_TIMING PR_SET_NAME PR_GET_NAME 19 PR_GET_ENDIAN PR_SET_ENDIAN
PR_GET_SECCOMP PR_SET_SECCOMP PR_CAPBSET_READ PR_CAPBSET_DROP PR_GET_TSC PR_SET_TSC
PR_GET_SECUREBITS PR_SET_SECUREBITS PR_SET_TIMERSLACK PR_GET_TIMERSLACK
PR_TASK_PERF_EVENTS_DISABLE PR_TASK_PERF_EVENTS_ENABLE PR_MCE_KILL PR_MCE_KILL_GET PR_SET_MM
PR_SET_CHILD_SUBREAPER PR_GET_CHILD_SUBREAPER PR_SET_NO_NEW_PRIVS PR_GET_NO_NEW_PRIVS
PR_GET_TID_ADDRESS PR_SET_THP_DISABLE PR_GET_THP_DISABLE PR_MPX_ENABLE_MANAGEMENT
PR_MPX_DISABLE_MANAGEMENT PR_SET_FP_MODE PR_GET_FP_MODE PR_CAP_AMBIENT 50 PR_SVE_SET_VL
PR_SVE_GET_VL PR_GET_SPECULATION_CTRL PR_SET_SPECULATION_CTRL PR_PAC_RESET_KEYS
PR_SET_TAGGED_ADDR_CTRL PR_GET_TAGGED_ADDR_CTRL PR_SET_IO_FLUSHER PR_GET_IO_FLUSHER
PR_SET_SYSCALL_USER_DISPATCH PR_PAC_SET_ENABLED_KEYS PR_PAC_GET_ENABLED_KEYS PR_SCHED_CORE
PR_SME_SET_VL PR_SME_GET_VL PR_SET_MDWE PR_GET_MDWE PR_SET_MEMORY_MERGE PR_GET_MEMORY_MERGE
PR_RISCV_V_SET_CONTROL PR_RISCV_V_GET_CONTROL PR_RISCV_SET_ICACHE_FLUSH_CTX PR_PPC_GET_DEXCR
PR_PPC_SET_DEXCR PR_GET_SHADOW_STACK_STATUS PR_SET_SHADOW_STACK_STATUS
PR_LOCK_SHADOW_STACK_STATUS PR_TIMER_CREATE_RESTORE_IDS PR_FUTEX_HASH
0x41555856 PR_GET_AUXV 0x53564d41 PR_SET_VMA 0x59616d61 PR_SET_PTRACER
`);

/** uapi/linux/personality.h: the lowest byte selects the system, the bits above change details. */
const SYSTEMS = numberedNames("PER_LINUX 6 PER_BSD 8 PER_LINUX32");
const PERSONALITY = numberedNames(`
0x20000 UNAME26 0x40000 ADDR_NO_RANDOMIZE 0x80000 FDPIC_FUNCPTRS 0x100000 MMAP_PAGE_ZERO
0x200000 ADDR_COMPAT_LAYOUT 0x400000 READ_IMPLIES_EXEC 0x800000 ADDR_LIMIT_32BIT
0x1000000 SHORT_INODE 0x2000000 WHOLE_SECONDS 0x4000000 STICKY_TIMEOUTS 0x8000000 ADDR_LIMIT_3GB
`);
/** The value that queries the personality without changing it. */
const PERSONALITY_QUERY = 0xffff_ffff;

function personalityMeaning(persona: number): string {
  if (persona === PERSONALITY_QUERY) return "query";
  const system = persona % 0x100;
  const flags = persona - system;
  const name = SYSTEMS.get(system) ?? `0x${system.toString(16)}`;
  return flags === 0 ? name : `${name}|${flagNames(flags, PERSONALITY)}`;
}

/** `setns` with 0 accepts any type of namespace. */
function namespaceMeaning(type: number): string {
  return type === 0 ? "any" : flagNames(type, CLONE);
}

/**
 * `Argument.values` of a call in words: `AF_NETLINK SOCK_RAW NETLINK_ROUTE`,
 * `CLONE_NEWNS|CLONE_NEWUSER`, `PR_SET_NAME`, `TCGETS`; a value without a known name stays a
 * number.
 */
export function argumentMeaning(callName: string, values: readonly number[]): string {
  const [first = 0, second = 0, third = 0] = values;
  switch (callName) {
    case "socket":
    case "socketcall":
      return socketMeaning(first, second, third);
    case "clone":
    case "clone3":
    case "unshare":
      return flagNames(first, CLONE);
    case "setns":
      return namespaceMeaning(first);
    case "prctl":
      return PRCTL.get(first) ?? String(first);
    case "ioctl":
      return ioctlName(first);
    case "personality":
      return personalityMeaning(first);
    default:
      return values.join(" ");
  }
}
