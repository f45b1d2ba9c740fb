/**
 * A baseline: the behaviour that was learnt of what has one name, whatever builds it had. It is the JSON
 * document that `cxray profile --json` prints, that `schemas/baseline.schema.json`
 * describes, and that every emitted format but the log is rendered from.
 *
 * Every list is sorted, and every entry says how often it was seen, in which
 * runs, and by which executables. A run is one container's life in one recording.
 */
import type {
  ArgumentEntry,
  CapabilityEntry,
  ChangeEntry,
  ExecutableEntry,
  FailedExecutionEntry,
  FileEntry,
  OtherOpenEntry,
  PrivilegeEntry,
  RefusedSyscallEntry,
  SignalEntry,
  SyscallsByAbi,
} from "./entries.js";
import type { DestinationEntry, ListenerEntry, NameEntry, SocketEntry } from "./network-entries.js";
import type { BlindSpot, KubernetesIdentity, Runtime } from "../recordings/recording.js";

export type * from "./entries.js";
export type * from "./network-entries.js";

export const BASELINE_VERSION = 3;

export interface ImageIdentity {
  /**
   * what the baseline belongs to: a repository, in familiar form; with a tag or a digest where
   * only runs of that were asked for. What has no repository: its digest, or `bundle:` and the
   * path of a bundle that was run by hand
   */
  readonly name: string;
  /** the images that had the name, by when they were first seen */
  readonly builds: readonly Build[];
  /** as typed by whoever started the containers, sorted */
  readonly references: readonly string[];
  /** without tag and digest, familiar form, sorted */
  readonly repositories: readonly string[];
  readonly tags: readonly string[];
  /** `repository@sha256:…` as registries know it, sorted */
  readonly repoDigests: readonly string[];
}

/** One image that had the name. */
export interface Build {
  /** the image's id, `sha256:` and 64 hexadecimal digits; or `bundle:` and a bundle's path */
  readonly digest: string;
  readonly firstSeen: string;
  readonly lastSeen: string;
}

/** One container's life in one recording. */
export interface RunEntry {
  /** 12 hexadecimal digits: the same wherever that run is written down */
  readonly id: string;
  /** the digest of its build */
  readonly build: string;
  /** when its recording began: RFC 3339, UTC, milliseconds */
  readonly recording: string;
  /** RFC 3339, UTC, milliseconds */
  readonly started: string;
  /** false: it may have done more than was recorded */
  readonly complete: boolean;
}

/** Why a baseline may lack something the image does. */
export interface IncompleteReason {
  readonly code:
    | "events-lost"
    | "joined-late"
    | "recording-not-finished"
    | "recording-failed"
    | "program-never-ran"
    | "paths-truncated"
    | "paths-unresolved"
    | "entries-capped"
    | "containers-undescribed"
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

/** Whether the next run is likely to show something new. */
export interface Stability {
  /** runs that the baseline rests on */
  readonly runs: number;
  /** the last run in which an entry was seen that no run before had, by its place, from 1 */
  readonly lastNew: number;
  /** runs that hold an entry that no other run has */
  readonly unique: number;
  /**
   * the chance that the next run shows something new is at most this, with 95 % confidence: the
   * one-sided bound of Clopper and Pearson on `unique` of `runs` (leave one out)
   */
  readonly bound: number;
}

/** A baseline as it is written down: beside it stands what follows from it. */
export interface BaselineDocument extends Baseline {
  /** absent: there are too few runs to say anything */
  readonly stability?: Stability;
}

export interface Baseline {
  readonly version: typeof BASELINE_VERSION;
  readonly image: ImageIdentity;
  /** `uname -m` of the machine that recorded: `x86_64` or `aarch64` */
  readonly architecture: string;
  readonly completeness: Completeness;
  /** what could not be seen */
  readonly blindSpots: readonly BlindSpot[];
  /** the workloads of Kubernetes that it ran in, each once */
  readonly kubernetes: readonly Omit<KubernetesIdentity, "pod">[];
  readonly runs: {
    readonly count: number;
    readonly recordings: number;
    readonly firstSeen: string;
    readonly lastSeen: string;
    readonly runtimes: readonly Runtime[];
    /** by when they started */
    readonly each: readonly RunEntry[];
  };
  readonly executables: readonly ExecutableEntry[];
  readonly filesRead: readonly FileEntry[];
  readonly filesWritten: readonly FileEntry[];
  readonly otherOpens: readonly OtherOpenEntry[];
  readonly changes: readonly ChangeEntry[];
  readonly destinations: readonly DestinationEntry[];
  readonly listeners: readonly ListenerEntry[];
  readonly names: readonly NameEntry[];
  readonly sockets: readonly SocketEntry[];
  readonly capabilities: readonly CapabilityEntry[];
  readonly privileges: readonly PrivilegeEntry[];
  readonly signals: readonly SignalEntry[];
  readonly syscalls: {
    /** made by the container's own programs */
    readonly workload: SyscallsByAbi;
    /** made by the runtime between loading a filter and executing the program */
    readonly start: SyscallsByAbi;
  };
  /** of the container's own programs */
  readonly syscallArguments: readonly ArgumentEntry[];
  /** seen, and not part of what is allowed */
  readonly refused: {
    readonly executables: readonly FailedExecutionEntry[];
    readonly syscalls: readonly RefusedSyscallEntry[];
  };
}
