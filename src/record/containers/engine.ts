/** What cxray asks of a container engine. */
import type {
  Container,
  ImageAttribution,
  KubernetesIdentity,
  Runtime,
} from "../../model/recording.js";

export interface ContainerDescription {
  readonly name: string;
  readonly engine: Container["engine"];
  readonly runtime: Runtime | null;
  /** null: the engine knows the container, and can't tell for certain of which image it is */
  readonly image: ImageAttribution | null;
  readonly kubernetes: KubernetesIdentity | null;
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

export interface Engine {
  /** for messages: `Docker 20.10.24 at /var/run/docker.sock` */
  readonly description: string;
  /**
   * Whether it is asked about containers in cgroups that this user made. A user's own
   * engine is asked about no others: what it says of them would be a mere claim.
   */
  readonly serves: (uid: number) => boolean;
  /**
   * Describes a container, once the engine has been asked about it or has told
   * of it. Null: it doesn't know the container, or can't tell for certain.
   */
  describe: (container: ContainerQuestion) => Promise<ContainerDescription | null>;
  /** Whether the engine has told of this container: it is its own, even if it can't describe it. */
  announced: (containerId: string) => boolean;
  close: () => void;
}
