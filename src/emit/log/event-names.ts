/** The names of events in the log, and which of them a log can be asked for. */
import type { EventKind } from "../../model/events/events.js";
import { OPERATIONS } from "../../model/events/file-behaviours.js";

/** By what an event is of. */
export const NAMES_OF_KINDS = {
  exec: ["execve", "running"],
  "exec-failed": ["execve"],
  open: ["open"],
  connect: [
    "tcp_v4_connect",
    "tcp_v6_connect",
    "udp_v4_connect",
    "udp_v6_connect",
    "other_v4_connect",
    "other_v6_connect",
    "vsock_connect",
  ],
  "connect-unix": ["unix_connect"],
  listen: ["inet_listen"],
  change: OPERATIONS,
  written: ["written"],
  send: ["udp_v4_send", "udp_v6_send", "other_v4_send", "other_v6_send"],
  "listen-unix": ["unix_listen"],
  bind: ["inet_bind", "vsock_bind"],
  socket: ["socket"],
  "name-answer": ["dns_answer"],
  "tls-hello": ["tls_hello"],
  "http-request": ["http_request"],
  syscall: ["syscall"],
  "syscall-refused": ["syscall_refused"],
  argument: ["syscall_argument"],
  capability: ["capability"],
  privilege: [
    "setuid",
    "setgid",
    "setreuid",
    "setregid",
    "setresuid",
    "setresgid",
    "setfsuid",
    "setfsgid",
    "setgroups",
    "capset",
    "ptrace",
    "process_vm_readv",
    "process_vm_writev",
    "init_module",
    "finit_module",
    "delete_module",
    "bpf",
    "kexec_load",
    "kexec_file_load",
    "pidfd_getfd",
    "chroot",
  ],
  unseen: ["unseen"],
} as const satisfies Record<EventKind, readonly string[]>;

/** Each once. */
export const EVENT_NAMES: readonly string[] = [...new Set(Object.values(NAMES_OF_KINDS).flat())];

/** Sets of what a program used, each member once: much, and nothing that was done to anything. */
const SETS: readonly string[] = ["syscall", "syscall_argument", "capability"];

/** What can be asked for by one word. */
export const EVENT_PRESETS: Readonly<Record<string, readonly string[]>> = {
  done: EVENT_NAMES.filter((name) => !SETS.includes(name)),
  sets: SETS,
  all: EVENT_NAMES,
  cxray1: ["execve", "open", "tcp_v4_connect", "inet_listen"],
};

export const DEFAULT_EVENTS = "done";
