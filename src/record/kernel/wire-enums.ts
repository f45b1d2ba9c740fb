/** The enumerations of bpf/event.h. */
// Written by scripts/generate-wire.mjs; don't edit.

/** enum event_kind */
export const WIRE_KIND = {
  EVENT_CONTAINER_STARTED: 1,
  EVENT_CONTAINER_SERVING: 2,
  EVENT_CONTAINER_STOPPED: 3,
  EVENT_EXEC: 4,
  EVENT_EXEC_FAILED: 5,
  EVENT_OPEN: 6,
  EVENT_CHANGE: 7,
  EVENT_WRITTEN: 8,
  EVENT_CONNECT: 9,
  EVENT_SEND: 10,
  EVENT_LISTEN: 11,
  EVENT_BIND: 12,
  EVENT_SOCKET: 13,
  EVENT_PAYLOAD: 14,
  EVENT_SYSCALL: 15,
  EVENT_SYSCALL_REFUSED: 16,
  EVENT_ARGUMENT: 17,
  EVENT_CAPABILITY: 18,
  EVENT_PRIVILEGE: 19,
  EVENT_SIGNAL: 20,
  EVENT_UNSEEN: 21,
  EVENT_KIND_END: 22,
} as const;

/** enum loss */
export const WIRE_LOSS = {
  LOSS_TASK_UNTRACKED: 22,
  LOSS_CONTAINER_UNTRACKED: 23,
  LOSS_CONNECTION_UNTRACKED: 24,
  LOSS_END: 25,
} as const;

/** enum unseen */
export const WIRE_UNSEEN = {
  UNSEEN_URING_OPERATION: 1,
  UNSEEN_DESCRIPTORS: 2,
  UNSEEN_END: 3,
} as const;

/** enum phase */
export const WIRE_PHASE = { PHASE_SETUP: 0, PHASE_START: 1, PHASE_WORKLOAD: 2 } as const;

/** enum origin */
export const WIRE_ORIGIN = { ORIGIN_MAIN: 0, ORIGIN_SESSION: 1 } as const;

/** enum path_flag */
export const PATH_FLAG = {
  PATH_TRUNCATED: 1,
  PATH_DELETED: 2,
  PATH_DETACHED: 4,
  PATH_UPPER: 8,
  PATH_VOLUME: 16,
  PATH_TMPFS: 32,
  PATH_PROC: 64,
  PATH_SYS: 128,
  PATH_LINKS: 256,
} as const;

/** enum exec_flag */
export const EXEC_FLAG = {
  EXEC_ARGS_TRUNCATED: 1,
  EXEC_ARGS_UNREADABLE: 2,
  EXEC_BEFORE_RECORDING: 4,
  EXEC_SCRIPT: 8,
  EXEC_ELEVATED: 16,
  EXEC_UNLAYERED: 32,
} as const;

/** enum operation */
export const WIRE_OPERATION = {
  OPERATION_RENAME: 1,
  OPERATION_EXCHANGE: 2,
  OPERATION_LINK: 3,
  OPERATION_SYMLINK: 4,
  OPERATION_UNLINK: 5,
  OPERATION_RMDIR: 6,
  OPERATION_MKDIR: 7,
  OPERATION_MKNOD: 8,
  OPERATION_CHMOD: 9,
  OPERATION_CHOWN: 10,
  OPERATION_TRUNCATE: 11,
  OPERATION_SETXATTR: 12,
  OPERATION_REMOVEXATTR: 13,
  OPERATION_UTIMES: 14,
  OPERATION_MOUNT: 15,
  OPERATION_UMOUNT: 16,
  OPERATION_END: 17,
} as const;

/** enum content */
export const WIRE_CONTENT = {
  CONTENT_UNKNOWN: 0,
  CONTENT_EMPTY: 1,
  CONTENT_ELF: 2,
  CONTENT_SCRIPT: 3,
  CONTENT_ARCHIVE: 4,
  CONTENT_TEXT: 5,
  CONTENT_OTHER: 6,
  CONTENT_END: 7,
} as const;

/** enum payload */
export const WIRE_PAYLOAD = {
  PAYLOAD_DNS: 1,
  PAYLOAD_TLS: 2,
  PAYLOAD_HTTP: 3,
  PAYLOAD_END: 4,
} as const;

/** enum socket_flag */
export const SOCKET_FLAG = { SOCKET_EPHEMERAL: 1 } as const;

/** enum capability_flag */
export const CAPABILITY_FLAG = { CAPABILITY_NAMESPACES: 1 } as const;

/** enum signal_target */
export const WIRE_SIGNAL_TARGET = {
  SIGNAL_TO_UNKNOWN: 0,
  SIGNAL_TO_SELF: 1,
  SIGNAL_TO_CHILD: 2,
  SIGNAL_TO_PARENT: 3,
  SIGNAL_TO_CONTAINER: 4,
  SIGNAL_TO_OUTSIDE: 5,
  SIGNAL_TARGET_END: 6,
} as const;

/** enum abi */
export const WIRE_ABI = { ABI_NATIVE: 0, ABI_COMPAT: 1, ABI_X32: 2 } as const;

/** By their C names, for the comparison with the object's type information. */
export const WIRE_ENUMS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  event_kind: WIRE_KIND,
  loss: WIRE_LOSS,
  unseen: WIRE_UNSEEN,
  phase: WIRE_PHASE,
  origin: WIRE_ORIGIN,
  path_flag: PATH_FLAG,
  exec_flag: EXEC_FLAG,
  operation: WIRE_OPERATION,
  content: WIRE_CONTENT,
  payload: WIRE_PAYLOAD,
  socket_flag: SOCKET_FLAG,
  capability_flag: CAPABILITY_FLAG,
  signal_target: WIRE_SIGNAL_TARGET,
  abi: WIRE_ABI,
};
