/**
 * What cxray sees a container do.
 *
 * Text from inside a container is kept as described in `src/model/text.ts`: a JavaScript string
 * that preserves every byte.
 */
import type { FileBehaviour, Storage } from "./file-behaviours.js";
import type { NetworkBehaviour } from "./network-behaviours.js";
import type { RightsBehaviour } from "./rights-behaviours.js";

export type * from "./file-behaviours.js";
export type * from "./network-behaviours.js";
export type * from "./rights-behaviours.js";

/** The stage of a container's start at which the task acted. */
export type Phase =
  /** the runtime, before it would load a seccomp filter */
  | "setup"
  /** the runtime, from where a filter would be loaded until it executes the program */
  | "start"
  /** the container's own program and its descendants */
  | "workload";

/** How the acting task came into the container. */
export type Origin =
  /** it descends from the container's first process */
  | "main"
  /** it joined later, for example by `docker exec` */
  | "session"
  /** the engine started it for the health check of the image or the container */
  | "health-check";

/** The actor: one task while it runs one program. */
export interface Actor {
  readonly pid: number;
  readonly tid: number;
  readonly ppid: number;
  /** `pid` as the container sees it; absent in databases of older versions */
  readonly containerPid?: number;
  readonly uid: number;
  /** the host's name of `uid`, or its number if it has none */
  readonly user: string;
  /** the kernel's name of the task, at most 15 bytes; the task can choose it */
  readonly comm: string;
  readonly phase: Phase;
  readonly origin: Origin;
  /** the running program and its ancestors, the running one first; empty: unknown */
  readonly programs: readonly string[];
}

/** A program that replaced another by execve or execveat. */
export interface Exec {
  readonly kind: "exec";
  /** the executable; for a script, its interpreter */
  readonly path: string;
  /** the file name given to execve; for a script, the script */
  readonly asked: string;
  readonly argv: readonly string[];
  /** more than 4 KiB of arguments: `argv` lacks the rest */
  readonly argvTruncated?: true;
  /** the program started before the recording: its arguments are unknown */
  readonly beforeRecording?: true;
  readonly storage: Storage;
  /** where the script `asked` lies; absent: it is no script */
  readonly script?: Storage;
  /** the file gave the program another user, group or capabilities */
  readonly elevated?: true;
  /** the container's root is no overlay: files that it changed there look like the image's */
  readonly unlayered?: true;
}

/** An execve that the kernel refused. */
export interface ExecFailed {
  readonly kind: "exec-failed";
  readonly asked: string;
  /** negative errno */
  readonly ret: number;
}

/** Behaviour that cannot be examined, once per program. */
export interface Unseen {
  readonly kind: "unseen";
  /** see `BlindSpotCode` */
  readonly what: "io-uring-operations" | "descriptors-at-exit";
}

/** Everything that a container can be seen to do, distinguished by `kind`. */
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
  /** for a connect: the local port; 0: there is none */
  readonly localPort?: number;
}

/** For the default branch of a switch over a union: a missing member does not compile. */
export function unreachable(member: never): never {
  throw new TypeError(`unexpected member: ${JSON.stringify(member)}`);
}
