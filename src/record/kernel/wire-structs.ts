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
  comm: 48,
  size: 64,
} as const;

/** struct event_container */
export const CONTAINER = { header: 0, path_len: 64, reserved: 66, data: 72, size: 72 } as const;

/** struct event_exec */
export const EXEC = {
  header: 0,
  id: 64,
  exec_flags: 72,
  path_flags: 74,
  path_len: 76,
  asked_len: 78,
  args_len: 80,
  script_flags: 82,
  reserved: 84,
  data: 88,
  size: 88,
} as const;

/** struct event_open */
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
  operation: 64,
  reserved: 65,
  text_len: 66,
  mode: 68,
  uid: 72,
  gid: 76,
  from: 80,
  to: 92,
  data: 104,
  size: 104,
} as const;

/** struct event_written */
export const WRITTEN = {
  header: 0,
  mode: 64,
  path_flags: 66,
  path_len: 68,
  content: 70,
  reserved: 71,
  data: 72,
  size: 72,
} as const;

/** struct event_socket */
export const SOCKET = {
  header: 0,
  local_port: 64,
  family: 66,
  type: 68,
  protocol: 70,
  remote_port: 72,
  path_len: 74,
  socket_flags: 76,
  file_flags: 78,
  file_len: 80,
  reserved: 82,
  local_addr: 88,
  remote_addr: 104,
  data: 120,
  size: 120,
} as const;

/** struct event_payload */
export const PAYLOAD = {
  header: 0,
  family: 64,
  type: 66,
  protocol: 68,
  local_port: 70,
  remote_port: 72,
  data_len: 74,
  payload: 76,
  continued: 77,
  reserved: 78,
  local_addr: 80,
  remote_addr: 96,
  data: 112,
  size: 112,
} as const;

/** struct event_syscall */
export const SYSCALL = { header: 0, nr: 64, reserved: 68, size: 72 } as const;

/** struct event_argument */
export const ARGUMENT = { header: 0, nr: 64, reserved: 68, values: 72, size: 96 } as const;

/** struct event_capability */
export const CAPABILITY = {
  header: 0,
  nr: 64,
  capability: 68,
  capability_flags: 69,
  result: 70,
  size: 72,
} as const;

/** struct event_privilege */
export const PRIVILEGE = { header: 0, nr: 64, reserved: 68, values: 72, size: 104 } as const;

/** struct event_unseen */
export const UNSEEN = { header: 0, what: 64, reserved: 68, size: 72 } as const;

/** struct counters */
export const COUNTERS = { lost: 0, last_exec: 192, started: 200, charged: 208, size: 216 } as const;

/** struct account */
export const ACCOUNT = { part: 0, bytes: 128, lost: 256, connecting: 448, size: 456 } as const;

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
  event_unseen: UNSEEN,
  counters: COUNTERS,
  account: ACCOUNT,
  container: CONTAINER_VALUE,
};
