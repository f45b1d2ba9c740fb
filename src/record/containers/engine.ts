/** The interface of a container engine, as cxray uses it. */
import type {
  Container,
  ImageAttribution,
  KubernetesIdentity,
  Runtime,
} from "../../model/recordings/recording.js";

export interface ContainerDescription {
  readonly name: string;
  readonly engine: Container["engine"];
  readonly runtime: Runtime | null;
  /** null if the engine knows the container but is not certain of its image */
  readonly image: ImageAttribution | null;
  readonly kubernetes: KubernetesIdentity | null;
  /** the argument vector of its health check; absent if it has none or the engine doesn't know */
  readonly healthCheck?: readonly string[] | null;
}

/** The container that an engine is asked about. */
export interface ContainerQuestion {
  /** the name that its runtime uses; engines that generate ids use 64 hexadecimal digits */
  readonly id: string;
  /** the path of its cgroup, from the root of the v2 tree; empty if not known */
  readonly cgroup: string;
  /** the user who made the cgroup */
  readonly uid: number;
}

/**
 * Whether an engine answers.
 *
 * - `slow`: the socket accepts connections, but the engine has not answered in time;
 * - `gone`: it answered before, but nobody listens at its socket now;
 * - `absent`: there is no socket;
 * - `refused`: the socket refuses connections;
 * - `foreign`: another program listens there.
 */
export type EngineState = "answers" | "slow" | "gone" | "absent" | "refused" | "foreign";

/** An engine gave no answer, so it is not known whether it has the container. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
  readonly state: Exclude<EngineState, "answers" | "gone">;

  constructor(state: NoAnswer["state"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.state = state;
  }
}

/** What an engine reports by itself. */
export interface EngineListener {
  /** It answers, for the first time or again, or turned out not to be an engine: ask it now. */
  readonly onKnown: () => void;
  readonly onRenamed: (containerId: string, name: string) => void;
}

export interface Engine extends ContainerSource {
  readonly state: EngineState;
  /** why it doesn't answer, as shown to a person; empty while it answers */
  readonly trouble: string;
  readonly listen: (listener: EngineListener) => void;
}

/** Whether the engine can be asked, now or soon. */
export function isThere({ state }: Engine): boolean {
  return state === "answers" || state === "slow";
}

/** Something that can describe containers: an API, or the files of an engine or runtime. */
export interface ContainerSource {
  /** for messages: `Docker 20.10.24 at /var/run/docker.sock` */
  readonly description: string;
  /**
   * Whether it is asked about containers in cgroups that this user made. A user's own engine is
   * asked only about that user's containers, because it could lie about all others.
   */
  readonly serves: (uid: number) => boolean;
  /**
   * Describes a container. Null if it doesn't know the container or is not certain. Rejects with
   * NoAnswer if it may know the container but didn't answer.
   */
  describe: (container: ContainerQuestion) => Promise<ContainerDescription | null>;
  /** Whether the engine has reported this container as its own, even if it can't describe it. */
  announced: (containerId: string) => boolean;
  close: () => void;
}

/** A connection to the API of an engine. */
export interface EngineConnection extends Omit<ContainerSource, "serves"> {
  /** Resolves when the engine ends the connection. */
  readonly lost: Promise<void>;
  /** Sends a request that every engine can answer. Rejects with NoAnswer. */
  readonly probe: () => Promise<unknown>;
  onRenamed: EngineListener["onRenamed"];
}
