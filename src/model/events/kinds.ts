/**
 * KINDS: one row for each kind of event, in the order in which documents list them. What only one
 * stage needs of a kind is a row of its own there: its decoder in `record/decode/decoders.ts`, its
 * line in `emit/log/log-rows.ts`.
 */
import type { EventKind } from "./events.js";

export interface KindRow {
  /** what one event of it says, for documents */
  readonly summary: string;
  /** it was done, or it is a member of a set of what a program uses, which is told once */
  readonly sort: "done" | "set";
}

export const KINDS = {
  exec: { sort: "done", summary: "a program was executed" },
  "exec-failed": { sort: "done", summary: "a program could not be executed" },
  open: { sort: "done", summary: "a file was opened, or could not be" },
  change: {
    sort: "done",
    summary:
      "a file was renamed, linked, removed, made, or its owner, mode, length or times changed",
  },
  written: { sort: "done", summary: "a file that had been opened for writing was closed" },
  connect: {
    sort: "done",
    summary: "a socket of the internet families (TCP, UDP and others), or a vsock, was connected",
  },
  send: {
    sort: "done",
    summary:
      "something was sent to an address without a connection, or over a connected UDP socket",
  },
  "connect-unix": {
    sort: "done",
    summary: "a unix socket was connected, or a datagram sent to one",
  },
  listen: { sort: "done", summary: "connections are awaited on a port" },
  "listen-unix": { sort: "done", summary: "a unix socket awaits connections or datagrams" },
  bind: {
    sort: "done",
    summary: "a UDP or raw socket, or a vsock, was given an address of its own",
  },
  socket: { sort: "done", summary: "a raw, packet, netlink or other unusual socket was made" },
  "name-answer": { sort: "done", summary: "DNS answered" },
  "tls-hello": { sort: "done", summary: "a TLS connection was begun" },
  "http-request": { sort: "done", summary: "a plain HTTP request was sent" },
  syscall: {
    sort: "set",
    summary: "an executable of a container used a system call for the first time",
  },
  "syscall-refused": { sort: "done", summary: "a seccomp filter refused a system call" },
  argument: {
    sort: "set",
    summary: "a system call was used with new arguments that a seccomp filter could look at",
  },
  capability: { sort: "set", summary: "the kernel asked for a capability for the first time" },
  privilege: {
    sort: "done",
    summary: "a process changed its rights, or reached into another process or the kernel",
  },
  signal: {
    sort: "done",
    summary: "a program sent a signal to a process for the first time, or was refused",
  },
  unseen: { sort: "done", summary: "a program did something that can't be looked at" },
} as const satisfies Readonly<Record<EventKind, KindRow>>;

export const KIND_NAMES = Object.keys(KINDS) as readonly EventKind[];
