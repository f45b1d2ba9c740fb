/** What a container asks of the kernel: system calls, capabilities, rights, signals. */
import type { Abi, SignalTarget } from "../baseline/document.js";
import type { KindRows } from "./kind-row.js";

export type { Abi, SignalTarget } from "../baseline/document.js";

/** The first use of a system call by one executable of a container. */
export interface Syscall {
  readonly kind: "syscall";
  readonly abi: Abi;
  readonly nr: number;
}

/** A system call that a seccomp filter answered with an errno. */
export interface SyscallRefused {
  readonly kind: "syscall-refused";
  readonly abi: Abi;
  readonly nr: number;
  /** negative errno */
  readonly ret: number;
}

/** The arguments of a system call that a seccomp filter could look at, each set of them once. */
export interface Argument {
  readonly kind: "argument";
  readonly abi: Abi;
  readonly nr: number;
  /**
   * socket: family, type without flags, protocol; clone, clone3, unshare: flags; prctl: option;
   * ioctl: request; personality: persona; setns: type of namespace
   */
  readonly values: readonly number[];
}

/**
 * The first time that the kernel asked for a capability in a system call of an executable of a
 * container, and that call went this way; `capabilityUse` says what it means.
 */
export interface Capability {
  readonly kind: "capability";
  /** CAP_* */
  readonly capability: number;
  readonly granted: boolean;
  readonly abi: Abi;
  /** the system call in which the kernel asked; null: in none */
  readonly nr: number | null;
  /** what that call returned: 0 for success, or a negative errno */
  readonly ret: number;
  /** that call, clone or clone3, was to make namespaces */
  readonly namespaces?: true;
}

/** A call that changes what a process may do, or reaches into another or into the kernel. */
export interface Privilege {
  readonly kind: "privilege";
  readonly abi: Abi;
  readonly nr: number;
  /** its first arguments: ids for setuid and its like, request and pid for ptrace, command for bpf */
  readonly values: readonly number[];
  /** what it returned: 0 or more, or a negative errno */
  readonly ret: number;
}

/** The first time that a program sent a signal to such a target, or was refused. */
export interface Signal {
  readonly kind: "signal";
  readonly signal: number;
  /**
   * the own process, a child's, the parent's, another one of the container, or one outside of it;
   * null: it failed
   */
  readonly target: SignalTarget | null;
  /** the program of another process of the container; null: of none, or not known */
  readonly executable: string | null;
  /** 0, or a negative errno */
  readonly ret: number;
}

export type RightsBehaviour = Syscall | SyscallRefused | Argument | Capability | Privilege | Signal;

/** Their rows of KINDS. */
export const RIGHTS_KINDS = {
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
} as const satisfies KindRows<RightsBehaviour>;
