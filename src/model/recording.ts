/** What is known of a recording and of the containers in it, besides their events. */
import type { Runtime } from "./baseline.js";

/** Events of one sort that the kernel had to drop. */
export interface Loss {
  /** an event kind, or what could not be followed */
  readonly what: string;
  readonly count: number;
}

/** One run of `cxray record`. */
export interface Recording {
  readonly id: number;
  /** nanoseconds since 1970 */
  readonly startedAt: bigint;
  /** null: still running, or killed before it could finish */
  readonly endedAt: bigint | null;
  /** `uname -m` */
  readonly architecture: string;
  /** `uname -r` */
  readonly kernel: string;
  readonly cxrayVersion: string;
  readonly losses: readonly Loss[];
}

/** What an engine said of a container's image. */
export interface ImageAttribution {
  /** as typed by whoever started the container */
  readonly reference: string;
  /** familiar form, without tag or digest; empty where the engine knows none */
  readonly repository: string;
  readonly tag: string;
  /** `sha256:…`, the engine's id of the image */
  readonly imageId: string;
  /** every `repository:tag` the image had, sorted */
  readonly repoTags: readonly string[];
  /** `repository@sha256:…`, sorted */
  readonly repoDigests: readonly string[];
}

/** One container's life in one recording. */
export interface Container {
  /** 64 hexadecimal digits */
  readonly id: string;
  readonly recordingId: number;
  /** empty when not known */
  readonly name: string;
  readonly engine: "docker" | "podman" | "containerd" | "cri-o" | "unknown";
  readonly runtime: Runtime | null;
  /** null: no engine could tell whose image it is */
  readonly image: ImageAttribution | null;
  /** it was running when recording began */
  readonly joinedLate: boolean;
  /** nanoseconds since 1970; when it was first seen, if it joined late */
  readonly startedAt: bigint;
  readonly stoppedAt: bigint | null;
}
