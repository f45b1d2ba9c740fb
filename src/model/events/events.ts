/**
 * What cxray sees a container do.
 *
 * Text that came from inside a container is kept as `src/model/text.ts`
 * describes: a JavaScript string that gives back every byte, hostile or not.
 */
import type { FileBehaviour, Storage } from "./file-behaviours.js";
import type { NetworkBehaviour } from "./network-behaviours.js";
import type { RightsBehaviour } from "./rights-behaviours.js";

export type * from "./file-behaviours.js";
export type * from "./network-behaviours.js";
export type * from "./rights-behaviours.js";

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

/** Once for each program that does something which can't be looked at. */
export interface Unseen {
  readonly kind: "unseen";
  /** see `BlindSpotCode` */
  readonly what: "io-uring-operations" | "descriptors-at-exit";
}

/** Everything a container can be seen to do, told apart by `kind`. */
export type Behaviour =
  Exec | ExecFailed | FileBehaviour | NetworkBehaviour | RightsBehaviour | Unseen;

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
