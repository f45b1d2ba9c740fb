/** The meaning of calls that change privileges, or reach into another process or the kernel. */
import { CAPABILITY_COUNT, capabilityNames } from "./capabilities.js";
import { numberedNames } from "./numbered-names.js";

/** uapi/linux/ptrace.h, and the requests of x86 and arm64 (asm/ptrace-abi.h, asm/ptrace.h) */
const PTRACE = numberedNames(`
PTRACE_TRACEME PTRACE_PEEKTEXT PTRACE_PEEKDATA PTRACE_PEEKUSR PTRACE_POKETEXT PTRACE_POKEDATA
PTRACE_POKEUSR PTRACE_CONT PTRACE_KILL PTRACE_SINGLESTEP 12 PTRACE_GETREGS PTRACE_SETREGS
PTRACE_GETFPREGS PTRACE_SETFPREGS PTRACE_ATTACH PTRACE_DETACH PTRACE_GETFPXREGS
PTRACE_SETFPXREGS 21 PTRACE_OLDSETOPTIONS 24 PTRACE_SYSCALL PTRACE_GET_THREAD_AREA
PTRACE_SET_THREAD_AREA 30 PTRACE_ARCH_PRCTL PTRACE_SYSEMU PTRACE_SYSEMU_SINGLESTEP
PTRACE_SINGLEBLOCK 0x4200 PTRACE_SETOPTIONS PTRACE_GETEVENTMSG PTRACE_GETSIGINFO
PTRACE_SETSIGINFO PTRACE_GETREGSET PTRACE_SETREGSET PTRACE_SEIZE PTRACE_INTERRUPT PTRACE_LISTEN
PTRACE_PEEKSIGINFO PTRACE_GETSIGMASK PTRACE_SETSIGMASK PTRACE_SECCOMP_GET_FILTER
PTRACE_SECCOMP_GET_METADATA PTRACE_GET_SYSCALL_INFO PTRACE_GET_RSEQ_CONFIGURATION
PTRACE_SET_SYSCALL_USER_DISPATCH_CONFIG PTRACE_GET_SYSCALL_USER_DISPATCH_CONFIG
PTRACE_SET_SYSCALL_INFO
`);
const PTRACE_TRACEME = 0;

/** enum bpf_cmd of uapi/linux/bpf.h */
const BPF = numberedNames(`
BPF_MAP_CREATE BPF_MAP_LOOKUP_ELEM BPF_MAP_UPDATE_ELEM BPF_MAP_DELETE_ELEM BPF_MAP_GET_NEXT_KEY
BPF_PROG_LOAD BPF_OBJ_PIN BPF_OBJ_GET BPF_PROG_ATTACH BPF_PROG_DETACH BPF_PROG_TEST_RUN
BPF_PROG_GET_NEXT_ID BPF_MAP_GET_NEXT_ID BPF_PROG_GET_FD_BY_ID BPF_MAP_GET_FD_BY_ID
BPF_OBJ_GET_INFO_BY_FD BPF_PROG_QUERY BPF_RAW_TRACEPOINT_OPEN BPF_BTF_LOAD BPF_BTF_GET_FD_BY_ID
BPF_TASK_FD_QUERY BPF_MAP_LOOKUP_AND_DELETE_ELEM BPF_MAP_FREEZE BPF_BTF_GET_NEXT_ID
BPF_MAP_LOOKUP_BATCH BPF_MAP_LOOKUP_AND_DELETE_BATCH BPF_MAP_UPDATE_BATCH BPF_MAP_DELETE_BATCH
BPF_LINK_CREATE BPF_LINK_UPDATE BPF_LINK_GET_FD_BY_ID BPF_LINK_GET_NEXT_ID BPF_ENABLE_STATS
BPF_ITER_CREATE BPF_LINK_DETACH BPF_PROG_BIND_MAP BPF_TOKEN_CREATE
BPF_PROG_STREAM_READ_BY_FD
`);

/** The number of group ids in a record of setgroups; the count before them may be larger. */
export const GROUPS_SHOWN = 3;

/** The given ids with their kinds; -1 leaves an id unchanged. */
function idsMeaning(
  what: "uid" | "gid",
  roles: readonly string[],
  values: readonly number[],
): string {
  const given = roles.map((role, at) => ({ role, id: values[at] ?? -1 }));
  const first = given[0]?.id ?? -1;
  if (first !== -1 && given.every(({ id }) => id === first)) return `${what} ${String(first)}`;
  const changed = given.filter(({ id }) => id !== -1);
  if (changed.length === 0) return `${what} unchanged`;
  return changed.map(({ role, id }) => `${role} ${what} ${String(id)}`).join(", ");
}

function groupsMeaning([count = 0, ...groups]: readonly number[]): string {
  if (count === 0) return "no groups";
  const shown = groups.slice(0, Math.min(count, GROUPS_SHOWN)).map(String).join(", ");
  const more = count > GROUPS_SHOWN ? ` and ${String(count - GROUPS_SHOWN)} more` : "";
  return `${count === 1 ? "group" : "groups"} ${shown}${more}`;
}

function setMeaning(mask: number): string {
  const names = capabilityNames(mask);
  if (names.length === 0) return "no capabilities";
  return names.length === CAPABILITY_COUNT ? "all capabilities" : names.join(" ");
}

/**
 * `Privilege.values` of a call in words: `uid 33`, `PTRACE_ATTACH`, `BPF_PROG_LOAD`, `no
 * capabilities`; empty: the values have no meaning. Process ids are left out, because they differ
 * from run to run: see `privilegeTarget`.
 */
export function privilegeMeaning(callName: string, values: readonly number[]): string {
  const call = callName.replace(/32$/, ""); // setuid32 is setuid with wider ids
  const [first = 0, second = 0] = values;
  switch (call) {
    case "setuid":
    case "setfsuid":
      return idsMeaning("uid", ["real"], values);
    case "setgid":
    case "setfsgid":
      return idsMeaning("gid", ["real"], values);
    case "setreuid":
      return idsMeaning("uid", ["real", "effective"], values);
    case "setregid":
      return idsMeaning("gid", ["real", "effective"], values);
    case "setresuid":
      return idsMeaning("uid", ["real", "effective", "saved"], values);
    case "setresgid":
      return idsMeaning("gid", ["real", "effective", "saved"], values);
    case "setgroups":
      return groupsMeaning(values);
    case "capset":
      return setMeaning(second);
    case "ptrace":
      return PTRACE.get(first) ?? String(first);
    case "bpf":
      return BPF.get(first) ?? String(first);
    default:
      return "";
  }
}

/** The process that a call reaches into, in the caller's numbering; null: it names none. */
export function privilegeTarget(callName: string, values: readonly number[]): number | null {
  const [first = 0, second = 0] = values;
  if (callName === "ptrace") return first === PTRACE_TRACEME ? null : second;
  return callName.startsWith("process_vm_") ? first : null;
}

/** Whether a call's arguments are user or group ids, in the caller's user namespace. */
export function namesIds(callName: string): boolean {
  return /^set(?:fs|re|res)?[ug]id(?:32)?$|^setgroups(?:32)?$/u.test(callName);
}
