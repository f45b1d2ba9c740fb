/** Recordings and their containers, apart from events. */
import type { BlindSpotCode, KubernetesWorkload, Runtime } from "../baseline/document.js";
import type { EngineName } from "./engines.js";
import type { RecordingFailure } from "./failures.js";

export type { BlindSpot, BlindSpotCode, Runtime } from "../baseline/document.js";

/** Events of one kind that the kernel had to drop. */
export interface Loss {
  /** a kind of event, or what could not be followed */
  readonly what: string;
  readonly count: number;
  /** the container that lost them; absent: any container in the recording */
  readonly containerId?: string;
}

/** How often a recording met a blind spot; `src/gaps/` has the words. */
export interface BlindSpotCount {
  readonly code: BlindSpotCode;
  readonly count: number | null;
}

/** One run of `cxray record`. */
export interface Recording {
  readonly id: number;
  /** nanoseconds since 1970 */
  readonly startedAt: bigint;
  /** null: it is still running, was killed, or failed */
  readonly endedAt: bigint | null;
  /** why it failed, if that could be written */
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

/** The Kubernetes names of a container. */
export interface KubernetesIdentity extends KubernetesWorkload {
  readonly pod: string;
}

/** What an engine reports about a container's image. */
export interface ImageAttribution {
  /** as the user typed it */
  readonly reference: string;
  /** the familiar form, without tag or digest; empty: the engine knows none */
  readonly repository: string;
  readonly tag: string;
  /** the engine's image id, `sha256:…`; for a bundle run by hand, `bundle:` and its path */
  readonly imageId: string;
  /** every `repository:tag` of the image, sorted */
  readonly repoTags: readonly string[];
  /** `repository@sha256:…`, sorted */
  readonly repoDigests: readonly string[];
}

/** One container's life in one recording. */
export interface Container {
  /**
   * 64 hexadecimal digits: the engine's id. If the user chose the id (`ctr`, runc, crun), it may be
   * reused: then this is an id of cxray's, and the user's id is the name.
   */
  readonly id: string;
  readonly recordingId: number;
  /** empty: unknown */
  readonly name: string;
  /** `runc` and `crun`: a bundle run by hand, without an engine */
  readonly engine: EngineName | "unknown";
  readonly runtime: Runtime | null;
  /** null: no engine knew the image */
  readonly image: ImageAttribution | null;
  /** null: not run by Kubernetes */
  readonly kubernetes: KubernetesIdentity | null;
  /** the user who runs it: the owner of its cgroup, whose engine or files describe it; 0: root */
  readonly owner: number;
  /** it was running when the recording started */
  readonly joinedLate: boolean;
  /** nanoseconds since 1970; if it joined late, when it was first seen */
  readonly startedAt: bigint;
  /** when it first accepted a connection or received a datagram; null: never */
  readonly servedAt: bigint | null;
  readonly stoppedAt: bigint | null;
}
