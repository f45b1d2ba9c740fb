/** The records of bpf/event.h: offsets in bytes; `size` is that of the fixed part. */
// Written by scripts/generate-wire.mjs; don't edit.

/** struct event_header */
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
  container_pid: 48,
  reserved: 52,
  comm: 56,
  size: 72,
} as const;

/** struct event_container */
export const CONTAINER = { header: 0, path_len: 72, reserved: 74, data: 80, size: 80 } as const;

/** struct event_exec */
export const EXEC = {
  header: 0,
  id: 72,
  exec_flags: 80,
  path_flags: 82,
  path_len: 84,
  asked_len: 86,
  args_len: 88,
  script_flags: 90,
  reserved: 92,
  data: 96,
  size: 96,
} as const;

/** struct event_open */
export const OPEN = {
  header: 0,
  open_flags: 72,
  mode: 76,
  path_flags: 78,
  path_len: 80,
  asked_len: 82,
  base_len: 84,
  base_flags: 86,
  data: 88,
  size: 88,
} as const;

/** struct changed_path */
export const CHANGED_PATH = {
  path_flags: 0,
  path_len: 2,
  asked_len: 4,
  base_flags: 6,
  base_len: 8,
  has_base: 10,
  size: 12,
} as const;

/** struct event_change */
export const CHANGE = {
  header: 0,
  operation: 72,
  reserved: 73,
  text_len: 74,
  mode: 76,
  uid: 80,
  gid: 84,
  from: 88,
  to: 100,
  data: 112,
  size: 112,
} as const;

/** struct event_written */
export const WRITTEN = {
  header: 0,
  mode: 72,
  path_flags: 74,
  path_len: 76,
  content: 78,
  reserved: 79,
  data: 80,
  size: 80,
} as const;

/** struct event_socket */
export const SOCKET = {
  header: 0,
  local_port: 72,
  family: 74,
  type: 76,
  protocol: 78,
  remote_port: 80,
  path_len: 82,
  socket_flags: 84,
  file_flags: 86,
  file_len: 88,
  reserved: 90,
  local_addr: 96,
  remote_addr: 112,
  data: 128,
  size: 128,
} as const;

/** struct event_payload */
export const PAYLOAD = {
  header: 0,
  family: 72,
  type: 74,
  protocol: 76,
  local_port: 78,
  remote_port: 80,
  data_len: 82,
  payload: 84,
  continued: 85,
  reserved: 86,
  local_addr: 88,
  remote_addr: 104,
  data: 120,
  size: 120,
} as const;

/** struct event_syscall */
export const SYSCALL = { header: 0, nr: 72, reserved: 76, size: 80 } as const;

/** struct event_argument */
export const ARGUMENT = { header: 0, nr: 72, reserved: 76, values: 80, size: 104 } as const;

/** struct event_capability */
export const CAPABILITY = {
  header: 0,
  nr: 72,
  capability: 76,
  capability_flags: 77,
  result: 78,
  size: 80,
} as const;

/** struct event_privilege */
export const PRIVILEGE = { header: 0, nr: 72, reserved: 76, values: 80, size: 112 } as const;

/** struct event_signal */
export const SIGNAL = {
  header: 0,
  signal: 72,
  target: 76,
  reserved: 77,
  path_flags: 78,
  path_len: 80,
  reserved2: 82,
  data: 88,
  size: 88,
} as const;

/** struct event_unseen */
export const UNSEEN = { header: 0, what: 72, reserved: 76, size: 80 } as const;

/** struct counters */
export const COUNTERS = { lost: 0, last_exec: 200, started: 208, charged: 216, size: 224 } as const;

/** struct account */
export const ACCOUNT = { part: 0, bytes: 128, lost: 256, connecting: 456, size: 464 } as const;

/** struct container */
export const CONTAINER_VALUE = { started: 0, serving: 8, size: 16 } as const;

/** By their C names, for the comparison with the object's type information. */
export const WIRE_STRUCTS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  event_header: HEADER,
  event_container: CONTAINER,
  event_exec: EXEC,
  event_open: OPEN,
  changed_path: CHANGED_PATH,
  event_change: CHANGE,
  event_written: WRITTEN,
  event_socket: SOCKET,
  event_payload: PAYLOAD,
  event_syscall: SYSCALL,
  event_argument: ARGUMENT,
  event_capability: CAPABILITY,
  event_privilege: PRIVILEGE,
  event_signal: SIGNAL,
  event_unseen: UNSEEN,
  counters: COUNTERS,
  account: ACCOUNT,
  container: CONTAINER_VALUE,
};
