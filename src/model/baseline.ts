/**
 * A baseline: the behaviour that was learnt of one image. It is the JSON
 * document that `cxray profile --json` prints, that `schemas/baseline.schema.json`
 * describes, and that every emitted format but the log is rendered from.
 *
 * Every list is sorted, and every entry says how often it was seen, in how many
 * runs, and by which executables. A run is one container's life in one recording.
 */
import type { Abi, Storage, Transport } from "./events.js";

export const BASELINE_VERSION = 1;

/** How well an entry is supported. */
export interface Evidence {
  /** events seen; for system calls, executables times runs in which it was first used */
  readonly count: number;
  /** runs in which it was seen, at most `Baseline.runs.count` */
  readonly runs: number;
  /** RFC 3339, UTC, milliseconds */
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** executables that did it, sorted; `""` stands for one that is not known */
  readonly by: readonly string[];
}

/** One argument of a pattern: its text, any text (null), or any text with a beginning. */
export type ArgumentPattern = string | null | { readonly startsWith: string };

/** A program the image ran. */
export interface ExecutableEntry extends Evidence {
  /** the resolved executable; a pattern where `rule` is given */
  readonly path: string;
  readonly rule?: GeneraliseRule;
  /** where the file came from; `upper` was not in the image when it ran */
  readonly storage: readonly Storage[];
  /** the names it was started by: links, scripts */
  readonly invokedAs: readonly string[];
  readonly arguments: readonly (readonly ArgumentPattern[])[];
}

/** A file the image opened. */
export interface FileEntry extends Evidence {
  /** absolute, links resolved; a glob whose `*` does not cross `/` where `rule` is given */
  readonly path: string;
  /** the rule that made a pattern of several paths; absent: `path` is literal */
  readonly rule?: GeneraliseRule;
  /**
   * absolute names by which it was opened and which are not `path`, through links, sorted: Falco
   * compares the name that was asked for
   */
  readonly openedAs?: readonly string[];
}

/** A destination that was called. */
export interface DestinationEntry extends Evidence {
  readonly transport: Transport;
  /** IPv4 or IPv6 text; for unix sockets the path, `@` before an abstract name */
  readonly address: string;
  /** absent for unix sockets */
  readonly port?: number;
  /** results seen, sorted: `connected`, `in-progress`, or an errno's name */
  readonly results: readonly string[];
}

/** A port on which connections were awaited. */
export interface ListenerEntry extends Evidence {
  readonly transport: Transport;
  readonly address: string;
  readonly port: number;
}

/** A system call that was used. */
export interface SyscallEntry extends Evidence {
  /** its name; `#NUMBER` where cxray knows none */
  readonly name: string;
}

/** The system calls of one ABI. */
export type SyscallsByAbi = Readonly<Partial<Record<Abi, readonly SyscallEntry[]>>>;

/** An execution that failed, or a system call that was refused: seen, but not allowed by it. */
export interface RefusedSyscallEntry extends SyscallEntry {
  readonly abi: Abi;
  /** the errno's name */
  readonly error: string;
}

/** The named ways in which several observed values become one pattern. */
export type GeneraliseRule =
  /** the number of a process or thread below /proc */
  | "proc-pid"
  /** a container's or image's own 12 or 64 hexadecimal digits */
  | "container-id"
  /** many files in one directory whose names differ in a random or counted part only; no programs */
  | "varying-name";

export interface ImageIdentity {
  /** the image's id, `sha256:` and 64 hexadecimal digits: what the baseline is keyed by */
  readonly digest: string;
  /** as typed by whoever started the containers, sorted */
  readonly references: readonly string[];
  /** without tag and digest, familiar form, sorted */
  readonly repositories: readonly string[];
  readonly tags: readonly string[];
  /** `repository@sha256:…` as registries know it, sorted */
  readonly repoDigests: readonly string[];
}

export interface Runtime {
  /** as the engine names it: `runc`, `crun` */
  readonly name: string;
  /** empty when the engine did not tell */
  readonly version: string;
}

/** Why a baseline may lack something the image does. */
export interface IncompleteReason {
  readonly code:
    | "events-lost"
    | "joined-late"
    | "recording-not-finished"
    | "program-never-ran"
    | "arguments-truncated"
    | "paths-truncated"
    | "paths-unresolved"
    | "entries-capped"
    | "containers-untracked";
  /** how many events, containers, recordings, or names left out */
  readonly count: number;
  /** one sentence for a person */
  readonly message: string;
}

export interface Completeness {
  readonly state: "complete" | "partial";
  readonly reasons: readonly IncompleteReason[];
}

export interface Baseline {
  readonly version: typeof BASELINE_VERSION;
  readonly image: ImageIdentity;
  /** `uname -m` of the machine that recorded: `x86_64` or `aarch64` */
  readonly architecture: string;
  readonly completeness: Completeness;
  readonly runs: {
    readonly count: number;
    readonly recordings: number;
    readonly firstSeen: string;
    readonly lastSeen: string;
    readonly runtimes: readonly Runtime[];
  };
  readonly executables: readonly ExecutableEntry[];
  readonly filesRead: readonly FileEntry[];
  readonly filesWritten: readonly FileEntry[];
  readonly destinations: readonly DestinationEntry[];
  readonly listeners: readonly ListenerEntry[];
  readonly syscalls: {
    /** made by the container's own programs */
    readonly workload: SyscallsByAbi;
    /** made by the runtime between loading a filter and executing the program */
    readonly start: SyscallsByAbi;
  };
  /** seen, and not part of what is allowed */
  readonly refused: {
    readonly executables: readonly (FileEntry & { readonly error: string })[];
    readonly syscalls: readonly RefusedSyscallEntry[];
  };
}
