/** What is known of a recording and of the containers in it, besides their events. */
import type { BlindSpotCode, KubernetesWorkload, Runtime } from "../baseline/document.js";
import type { EngineName } from "./engines.js";
import type { RecordingFailure } from "./failures.js";

export type { BlindSpot, BlindSpotCode, Runtime } from "../baseline/document.js";

/** Events of one sort that the kernel had to drop. */
export interface Loss {
  /** an event kind, or what could not be followed */
  readonly what: string;
  readonly count: number;
  /** whose they were; absent: anybody's in that recording */
  readonly containerId?: string;
}

/** What was met of a blind spot while recording; `src/aggregate/` finds the words. */
export interface BlindSpotCount {
  readonly code: BlindSpotCode;
  readonly count: number | null;
}

/** One run of `cxray record`. */
export interface Recording {
  readonly id: number;
  /** nanoseconds since 1970 */
  readonly startedAt: bigint;
  /** null: still running, or killed before it could finish, or it failed */
  readonly endedAt: bigint | null;
  /** why it could not be completed, where that could be written */
  readonly failure?: RecordingFailure;
  /** `uname -m` */
  readonly architecture: string;
  /** `uname -r` */
  readonly kernel: string;
  readonly cxrayVersion: string;
  readonly losses: readonly Loss[];
  /** by code */
  readonly blindSpots: readonly BlindSpotCount[];
}

/** What Kubernetes calls a container. */
export interface KubernetesIdentity extends KubernetesWorkload {
  readonly pod: string;
}

/** What an engine said of a container's image. */
export interface ImageAttribution {
  /** as typed by whoever started the container */
  readonly reference: string;
  /** familiar form, without tag or digest; empty where the engine knows none */
  readonly repository: string;
  readonly tag: string;
  /**
   * `sha256:…`, the engine's id of the image; of a bundle that was run by hand `bundle:` and
   * its path
   */
  readonly imageId: string;
  /** every `repository:tag` the image had, sorted */
  readonly repoTags: readonly string[];
  /** `repository@sha256:…`, sorted */
  readonly repoDigests: readonly string[];
}

/** One container's life in one recording. */
export interface Container {
  /**
   * 64 hexadecimal digits: the engine's id, or where a person chose one (`ctr`, runc, crun)
   * one of ours, as theirs may be used again; theirs is the name then
   */
  readonly id: string;
  readonly recordingId: number;
  /** empty when not known */
  readonly name: string;
  /** `runc` and `crun`: a bundle that was run by hand, by no engine */
  readonly engine: EngineName | "unknown";
  readonly runtime: Runtime | null;
  /** null: no engine could tell whose image it is */
  readonly image: ImageAttribution | null;
  /** null: not run by Kubernetes */
  readonly kubernetes: KubernetesIdentity | null;
  /** the user who runs it, whose engine or files tell of it: who made its cgroup; 0: root */
  readonly owner: number;
  /** it was running when recording began */
  readonly joinedLate: boolean;
  /** nanoseconds since 1970; when it was first seen, if it joined late */
  readonly startedAt: bigint;
  /** when it first answered: accepted a connection or received a datagram; null: it never did */
  readonly servedAt: bigint | null;
  readonly stoppedAt: bigint | null;
}
