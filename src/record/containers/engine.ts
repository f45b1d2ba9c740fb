/** What cxray asks of a container engine. */
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
  /** null: the engine knows the container, and can't tell for certain of which image it is */
  readonly image: ImageAttribution | null;
  readonly kubernetes: KubernetesIdentity | null;
  /** the argument vector of its health check; none: it has none, or the engine can't tell */
  readonly healthCheck?: readonly string[] | null;
}

/** A container, as an engine is asked about it. */
export interface ContainerQuestion {
  /** as its runtime calls it; engines that make up ids use 64 hexadecimal digits */
  readonly id: string;
  /** the path of its cgroup, from the root of the v2 tree; empty when not known */
  readonly cgroup: string;
  /** who made that */
  readonly uid: number;
}

/**
 * Whether an engine answers. `slow`: somebody is there, and has not answered yet, or not lately;
 * `gone`: it answered before, and nobody is there now.
 */
export type EngineState = "answers" | "slow" | "gone" | "absent" | "refused" | "foreign";

/** An engine gave no answer: what it was asked may be true or not. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
  readonly state: Exclude<EngineState, "answers" | "gone">;

  constructor(state: NoAnswer["state"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.state = state;
  }
}

/** What an engine tells without being asked. */
export interface EngineListener {
  /** It answers, for the first time or again, or turned out to be none: it can be asked now. */
  readonly onKnown: () => void;
  readonly onRenamed: (containerId: string, name: string) => void;
}

export interface Engine extends ContainerSource {
  readonly state: EngineState;
  /** why it doesn't answer, for a person; empty while it does */
  readonly trouble: string;
  readonly listen: (listener: EngineListener) => void;
}

/** Whether somebody is there to be asked, now or soon. */
export function isThere({ state }: Engine): boolean {
  return state === "answers" || state === "slow";
}

/** Something that tells of containers. */
export interface ContainerSource {
  /** for messages: `Docker 20.10.24 at /var/run/docker.sock` */
  readonly description: string;
  /**
   * Whether it is asked about containers in cgroups that this user made. A user's own
   * engine is asked about no others: what it says of them would be a mere claim.
   */
  readonly serves: (uid: number) => boolean;
  /**
   * Describes a container, once the engine has been asked about it or has told
   * of it. Null: it doesn't know the container, or can't tell for certain. Rejects with
   * NoAnswer when it may know it and doesn't say so.
   */
  describe: (container: ContainerQuestion) => Promise<ContainerDescription | null>;
  /** Whether the engine has told of this container: it is its own, even if it can't describe it. */
  announced: (containerId: string) => boolean;
  close: () => void;
}

/** A connection to the API of an engine, for as long as it lasts. */
export interface EngineConnection extends Omit<ContainerSource, "serves"> {
  /** Resolves when the engine ended it. */
  readonly lost: Promise<void>;
  /** Asks for something that every engine can answer. Rejects with NoAnswer. */
  readonly probe: () => Promise<unknown>;
  onRenamed: EngineListener["onRenamed"];
}
