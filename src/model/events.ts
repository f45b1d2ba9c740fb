/**
 * What cxray sees a container do.
 *
 * Text that came from inside a container is kept as `src/model/text.ts`
 * describes: a JavaScript string that gives back every byte, hostile or not.
 */

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
  | "session";

/** System call tables that one kernel can offer side by side. */
export type Abi = "x86_64" | "x86" | "x32" | "arm64" | "arm";

/** Who did it. One actor is one task while it runs one program. */
export interface Actor {
  readonly pid: number;
  readonly tid: number;
  readonly ppid: number;
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

/** Where an executed or opened file lies. */
export type Storage =
  /** in the image, or on a mount that is not an overlay */
  | "image"
  /** in the container's writable layer: changed or created since the image was made */
  | "upper"
  /** in memory, without a place in any file system (memfd) */
  | "memory"
  /** unlinked while it was in use */
  | "deleted";

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
}

/** An execve that the kernel refused. */
export interface ExecFailed {
  readonly kind: "exec-failed";
  readonly asked: string;
  /** negative errno */
  readonly ret: number;
}

/** open, openat, openat2 or creat. */
export interface Open {
  readonly kind: "open";
  /** absolute, as the container sees it, links resolved; null when it failed or is not known */
  readonly path: string | null;
  /** as given by the caller */
  readonly asked: string;
  /**
   * `asked` made absolute and normalised, links not resolved: the name by which
   * other tools know the file. Null where the folder it is relative to is unknown.
   */
  readonly name: string | null;
  /** O_* bits of the recording's architecture */
  readonly flags: number;
  readonly access: "read" | "write" | "read-write" | "path";
  readonly type: FileType | null;
  readonly storage: Storage;
  /** the file descriptor, or a negative errno */
  readonly ret: number;
  /** the path was deeper than could be resolved: its beginning is missing */
  readonly truncated?: true;
}

export type FileType =
  "file" | "directory" | "link" | "character-device" | "block-device" | "fifo" | "socket";

export type Transport = "tcp" | "udp" | "unix" | "other";

/** One end of a connection. */
export interface Endpoint {
  /** IPv4 or IPv6 text; an IPv4-mapped IPv6 address is given as IPv4 */
  readonly address: string;
  readonly port: number;
}

/** connect on a socket of the internet families. */
export interface Connect {
  readonly kind: "connect";
  readonly family: "ipv4" | "ipv6";
  readonly transport: "tcp" | "udp" | "other";
  readonly local: Endpoint;
  readonly remote: Endpoint;
  /** 0, -115 (EINPROGRESS: still under way) or another negative errno */
  readonly ret: number;
}

/** connect on a unix socket. */
export interface ConnectUnix {
  readonly kind: "connect-unix";
  /** the path as given, `./` before one that begins with `@`; an abstract name begins with `@` */
  readonly address: string;
  readonly ret: number;
}

/** listen on a TCP socket that succeeded. */
export interface Listen {
  readonly kind: "listen";
  readonly family: "ipv4" | "ipv6";
  readonly transport: "tcp" | "other";
  readonly local: Endpoint;
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

/** Everything a container can be seen to do, told apart by `kind`. */
export type Behaviour =
  Exec | ExecFailed | Open | Connect | ConnectUnix | Listen | Syscall | SyscallRefused;

export type EventKind = Behaviour["kind"];

/** Every kind, in the order in which documents list them. */
export const EVENT_KINDS = [
  "exec",
  "exec-failed",
  "open",
  "connect",
  "connect-unix",
  "listen",
  "syscall",
  "syscall-refused",
] as const satisfies readonly EventKind[];

/** An actor's behaviour at a moment. */
export interface Event {
  /** nanoseconds since 1970 */
  readonly time: bigint;
  readonly containerId: string;
  readonly actor: Actor;
  readonly behaviour: Behaviour;
}

/** For the default branch of a switch over a union: does not compile when a member is missing. */
export function unreachable(member: never): never {
  throw new TypeError(`unexpected member: ${JSON.stringify(member)}`);
}
