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
  readonly image: ImageAttribution;
  /** absent: not run by Kubernetes */
  readonly kubernetes?: KubernetesIdentity;
}

export interface Engine {
  /** for messages: `Docker 20.10.24 at /var/run/docker.sock` */
  readonly description: string;
  /**
   * Describes a container, once the engine has been asked about it or has told
   * of it. Null: it doesn't know the container, or can't tell for certain.
   */
  describe: (containerId: string) => Promise<ContainerDescription | null>;
  /** Whether the engine has told of this container: it is its own, even if it can't describe it. */
  announced: (containerId: string) => boolean;
  close: () => void;
}
