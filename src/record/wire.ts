/**
 * The records of the ring buffer, as bpf/event.h defines them. `check-wire.ts`
 * compares every number here with the BTF of the compiled object.
 */

/** enum event_kind */
export const WIRE_KIND = {
  EVENT_CONTAINER_STARTED: 1,
  EVENT_CONTAINER_STOPPED: 2,
  EVENT_EXEC: 3,
  EVENT_EXEC_FAILED: 4,
  EVENT_OPEN: 5,
  EVENT_CONNECT: 6,
  EVENT_LISTEN: 7,
  EVENT_SYSCALL: 8,
  EVENT_SYSCALL_REFUSED: 9,
  EVENT_KIND_END: 10,
} as const;

/** enum loss: what is counted besides the kinds */
export const WIRE_LOSS = {
  LOSS_TASK_UNTRACKED: 10,
  LOSS_CONTAINER_UNTRACKED: 11,
  LOSS_END: 12,
} as const;

export const WIRE_PHASE = { PHASE_SETUP: 0, PHASE_START: 1, PHASE_WORKLOAD: 2 } as const;
export const WIRE_ORIGIN = { ORIGIN_MAIN: 0, ORIGIN_SESSION: 1 } as const;
export const WIRE_ABI = { ABI_NATIVE: 0, ABI_COMPAT: 1, ABI_X32: 2 } as const;
export const PATH_FLAG = {
  PATH_TRUNCATED: 1,
  PATH_DELETED: 2,
  PATH_DETACHED: 4,
  PATH_UPPER: 8,
} as const;
export const EXEC_FLAG = {
  EXEC_ARGS_TRUNCATED: 1,
  EXEC_ARGS_UNREADABLE: 2,
  EXEC_BEFORE_RECORDING: 4,
} as const;

/** Enumerations by their C name, for the comparison with BTF. */
export const WIRE_ENUMS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  event_kind: WIRE_KIND,
  loss: WIRE_LOSS,
  phase: WIRE_PHASE,
  origin: WIRE_ORIGIN,
  abi: WIRE_ABI,
  path_flag: PATH_FLAG,
  exec_flag: EXEC_FLAG,
};

/** Offsets in bytes; `size` is that of the fixed part. */
export const HEADER = {
  time: 0,
  ret: 8,
  kind: 12,
  abi: 13,
  phase: 14,
  origin: 15,
  container: 16,
  exec: 24,
  pid: 32,
  tid: 36,
  ppid: 40,
  uid: 44,
  comm: 48,
  size: 64,
} as const;

/** The header's bytes that say who did it: from `phase` to its end. */
export const ACTOR_BYTES = { from: HEADER.phase, to: HEADER.size } as const;
/** The header's bytes that belong to the behaviour: `ret`, `kind`, `abi`. */
export const RESULT_BYTES = { from: HEADER.ret, to: HEADER.phase } as const;

export const CONTAINER = { header: 0, path_len: 64, reserved: 66, data: 72, size: 72 } as const;

export const EXEC = {
  header: 0,
  id: 64,
  exec_flags: 72,
  path_flags: 74,
  path_len: 76,
  asked_len: 78,
  args_len: 80,
  reserved: 82,
  data: 88,
  size: 88,
} as const;

export const OPEN = {
  header: 0,
  open_flags: 64,
  mode: 68,
  path_flags: 70,
  path_len: 72,
  asked_len: 74,
  base_len: 76,
  base_flags: 78,
  data: 80,
  size: 80,
} as const;

export const SOCKET = {
  header: 0,
  family: 64,
  type: 66,
  protocol: 68,
  local_port: 70,
  remote_port: 72,
  path_len: 74,
  reserved: 76,
  local_addr: 80,
  remote_addr: 96,
  data: 112,
  size: 112,
} as const;

export const SYSCALL = { header: 0, nr: 64, reserved: 68, size: 72 } as const;

export const COUNTERS = { lost: 0, last_exec: 96, size: 104 } as const;

export const CONTAINER_VALUE = { started: 0, size: 8 } as const;

/** Structures by their C name, for the comparison with BTF. */
export const WIRE_STRUCTS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  event_header: HEADER,
  event_container: CONTAINER,
  event_exec: EXEC,
  event_open: OPEN,
  event_socket: SOCKET,
  event_syscall: SYSCALL,
  counters: COUNTERS,
  container: CONTAINER_VALUE,
};
