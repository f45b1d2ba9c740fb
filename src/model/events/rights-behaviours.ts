/** What a container requests of the kernel: system calls, capabilities, privileges, signals. */
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

/** The arguments of a system call that a seccomp filter can check; each combination once. */
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
 * A capability check by the kernel: the first of its kind for an executable, system call and
 * result. `capabilityUse` says what it means.
 */
export interface Capability {
  readonly kind: "capability";
  /** CAP_* */
  readonly capability: number;
  readonly granted: boolean;
  readonly abi: Abi;
  /** the system call during which the kernel checked; null: none */
  readonly nr: number | null;
  /** what that call returned: 0 for success, or a negative errno */
  readonly ret: number;
  /** that call, clone or clone3, requested new namespaces */
  readonly namespaces?: true;
}

/** A call that changes a process's privileges, or reaches into another process or the kernel. */
export interface Privilege {
  readonly kind: "privilege";
  readonly abi: Abi;
  readonly nr: number;
  /**
   * its first arguments: ids for setuid and similar calls, request and pid for ptrace, command for
   * bpf
   */
  readonly values: readonly number[];
  /** what it returned: 0 or more, or a negative errno */
  readonly ret: number;
}

/** The first signal of a program to such a target, or the first refused one. */
export interface Signal {
  readonly kind: "signal";
  readonly signal: number;
  /**
   * the process itself, a child, the parent, another process in the container, or one outside;
   * null: it failed
   */
  readonly target: SignalTarget | null;
  /** the program of another process in the container; null: there is none, or it is unknown */
  readonly executable: string | null;
  /** 0, or a negative errno */
  readonly ret: number;
}

export type RightsBehaviour = Syscall | SyscallRefused | Argument | Capability | Privilege | Signal;

/** The rows of KINDS for these. */
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
