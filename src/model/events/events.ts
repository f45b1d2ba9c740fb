/**
 * What cxray sees a container do.
 *
 * Text that came from inside a container is kept as `src/model/text.ts`
 * describes: a JavaScript string that gives back every byte, hostile or not.
 */
import type { Abi, SignalTarget } from "../baseline/document.js";
import type { Change, Open, Storage, Written } from "./file-behaviours.js";
import type {
  Bind,
  Connect,
  ConnectUnix,
  HttpRequest,
  Listen,
  ListenUnix,
  NameAnswer,
  Send,
  Socket,
  TlsHello,
} from "./network-behaviours.js";

export type { Abi, SignalTarget } from "../baseline/document.js";
export type * from "./file-behaviours.js";
export type * from "./network-behaviours.js";

/** How far a container's start had come for the task that acted. */
export type Phase =
  /** the runtime, before it would load a seccomp filter */
  | "setup"
  /** the runtime, when a filter would be loaded, before the program is executed */
  | "start"
  /** the container's own program and what descends from it */
  | "workload";

/** How the task that acted came into the container. */
export type Origin =
  /** it descends from the container's first process */
  | "main"
  /** it was brought in later, as `docker exec` does */
  | "session"
  /** the same, by the engine, for the health check of the image or the container */
  | "health-check";

/** Who did it. One actor is one task while it runs one program. */
export interface Actor {
  readonly pid: number;
  readonly tid: number;
  readonly ppid: number;
  /** `pid` as the container sees it; absent: a database of an older cxray doesn't say */
  readonly containerPid?: number;
  readonly uid: number;
  /** the host's name of `uid`, or `uid` in decimal where it has none */
  readonly user: string;
  /** the kernel's name of the task, 15 bytes at most, chosen by the task */
  readonly comm: string;
  readonly phase: Phase;
  readonly origin: Origin;
  /** the programs that led here, the running one first; empty when unknown */
  readonly programs: readonly string[];
}

/** A program that replaced another by execve or execveat. */
export interface Exec {
  readonly kind: "exec";
  /** the executable that runs: of a script its interpreter */
  readonly path: string;
  /** the file name given to execve; the script, where it is one */
  readonly asked: string;
  readonly argv: readonly string[];
  /** more than 4 KiB of arguments: the rest is not in `argv` */
  readonly argvTruncated?: true;
  /** the program was running when recording began: no arguments are known */
  readonly beforeRecording?: true;
  readonly storage: Storage;
  /** `asked` is a script: where it lies. Absent: no script */
  readonly script?: Storage;
  /** the file gave the program another user, group or capabilities */
  readonly elevated?: true;
  /** the container's root is no overlay: what it changed there counts as the image's */
  readonly unlayered?: true;
}

/** An execve that the kernel refused. */
export interface ExecFailed {
  readonly kind: "exec-failed";
  readonly asked: string;
  /** negative errno */
  readonly ret: number;
}

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

/** Once for each program that does something which can't be looked at. */
export interface Unseen {
  readonly kind: "unseen";
  /** see `BlindSpotCode` */
  readonly what: "io-uring-operations" | "descriptors-at-exit";
}

/** Everything a container can be seen to do, told apart by `kind`. */
export type Behaviour =
  | Exec
  | ExecFailed
  | Open
  | Change
  | Written
  | Connect
  | Send
  | ConnectUnix
  | Listen
  | ListenUnix
  | Bind
  | Socket
  | NameAnswer
  | TlsHello
  | HttpRequest
  | Syscall
  | SyscallRefused
  | Argument
  | Capability
  | Privilege
  | Signal
  | Unseen;

export type EventKind = Behaviour["kind"];

/** An actor's behaviour at a moment. */
export interface Event {
  /** nanoseconds since 1970 */
  readonly time: bigint;
  readonly containerId: string;
  readonly actor: Actor;
  readonly behaviour: Behaviour;
  /** of a connect: the port of its own end, 0 where it has none */
  readonly localPort?: number;
}

/** For the default branch of a switch over a union: does not compile when a member is missing. */
export function unreachable(member: never): never {
  throw new TypeError(`unexpected member: ${JSON.stringify(member)}`);
}
