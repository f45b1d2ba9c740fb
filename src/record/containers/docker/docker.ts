/**
 * Docker's API, which Podman speaks too.
 *
 * A container with --rm may be gone milliseconds after it started, so it is
 * inspected as soon as the engine tells that it was created, which is before
 * its first process runs.
 */
import { setTimeout as pause } from "node:timers/promises";
import type DockerModem from "docker-modem";
import type { Runtime } from "../../../model/recordings/recording.js";
import { attributeImage } from "../attribute-image.js";
import {
  ask,
  openStream,
  parseEvent,
  Unknown,
  type Asked,
  type ContainerAnswer,
  type ImageAnswer,
  type PodmanContainerAnswer,
  type VersionAnswer,
} from "./api.js";
import {
  NoAnswer,
  type ContainerDescription,
  type ContainerQuestion,
  type EngineConnection,
} from "../engine.js";
import { healthCheckOf } from "../health-check.js";
import { kubernetesOf, type Labels } from "../kubernetes.js";
import { readLines } from "../read-lines.js";

/** What the engine told of a container when it was created. */
interface Announcement {
  readonly reference: string;
  readonly name: string;
  /** milliseconds since 1970 */
  readonly time: number;
}

/** A container is asked for within seconds of its creation; later its answer is of no use. */
const FORGET_AFTER = 60_000;
/** How much later than the kernel an engine may tell of a container. */
const ANNOUNCED_WITHIN = 300;

/** Only where an engine is: it takes longer to load than the rest of cxray. */
export async function loadModem(): Promise<typeof DockerModem> {
  return (await import("docker-modem")).default;
}

/** Connects and subscribes. Null: to where DOCKER_HOST says. Rejects with NoAnswer. */
export async function connectDocker(
  socketPath: string | null,
  ending: AbortSignal = new AbortController().signal,
): Promise<EngineConnection> {
  const Modem = await loadModem();
  // Without a host of its own the library would take DOCKER_HOST's, and not the socket.
  const modem = new Modem(socketPath === null ? {} : { socketPath, host: "", protocol: "http" });
  const asked = { modem, ending };
  const version = await askOfEngine(() => ask<VersionAnswer>(asked, "/version"));
  const engine = new DockerEngine(asked, version, socketPath ?? process.env["DOCKER_HOST"] ?? "");
  await askOfEngine(() => engine.subscribe());
  return engine;
}

/** Every engine has an answer to this: who has none is somebody else. */
async function askOfEngine<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Unknown)) throw error;
    throw new NoAnswer("foreign", "a process listens there, but does not answer like an engine");
  }
}

class DockerEngine implements EngineConnection {
  readonly description: string;
  readonly lost: Promise<void>;
  onRenamed: EngineConnection["onRenamed"] = () => undefined;
  readonly #asked: Asked;
  readonly #name: "docker" | "podman";
  readonly #components: ReadonlyMap<string, string>;
  readonly #descriptions = new Map<string, Promise<ContainerDescription | null>>();
  readonly #announcements = new Map<string, Announcement>();
  #stream: (NodeJS.ReadableStream & { destroy?: () => void }) | null = null;
  #lose: () => void = () => undefined;

  constructor(asked: Asked, version: VersionAnswer, place: string) {
    this.#asked = asked;
    this.lost = new Promise((resolve) => (this.#lose = resolve));
    const components = version.Components ?? [];
    this.#components = new Map(components.map((each) => [each.Name, each.Version]));
    this.#name = components.some((each) => each.Name.startsWith("Podman")) ? "podman" : "docker";
    this.description = `${this.#name} ${version.Version} at ${place}`;
  }

  /** Listens for containers that are created. */
  async subscribe(): Promise<void> {
    const stream = await openStream(this.#asked, "/events?", { filters: { type: ["container"] } });
    this.#stream = stream;
    readLines(stream, (line) => {
      this.#takeEvent(line);
    });
    // An engine that is stopped ends it, one that is killed cuts it.
    for (const end of ["end", "error", "close"]) stream.on(end, this.#lose);
  }

  probe(): Promise<unknown> {
    return ask(this.#asked, "/version");
  }

  describe({ id }: ContainerQuestion): Promise<ContainerDescription | null> {
    return this.#describe(id);
  }

  #describe(containerId: string): Promise<ContainerDescription | null> {
    const known = this.#descriptions.get(containerId);
    if (known !== undefined) return known;
    const description = this.#inspect(containerId);
    this.#descriptions.set(containerId, description);
    description.catch(() => this.#descriptions.delete(containerId)); // it is asked again
    setTimeout(() => this.#descriptions.delete(containerId), FORGET_AFTER).unref();
    return description;
  }

  announced(containerId: string): boolean {
    return this.#announcements.has(containerId);
  }

  close(): void {
    this.#stream?.destroy?.();
  }

  #takeEvent(line: string): void {
    const event = parseEvent(line);
    if (event === null) return;
    const { ID, Attributes } = event.Actor;
    if (event.Action === "rename") this.#rename(ID, Attributes?.name ?? "");
    if (event.Action !== "create" && event.Action !== "start") return;
    if (event.Action === "create" && Attributes?.image !== undefined) {
      const { image, name = "" } = Attributes;
      const time = (event.timeNano ?? 0) / 1e6;
      this.#announcements.set(ID, { reference: image, name, time });
      setTimeout(() => this.#announcements.delete(ID), FORGET_AFTER).unref();
    }
    this.#describe(ID).catch(() => undefined); // whoever asks for it is told
  }

  /** `docker rename`. Docker tells the name with a slash before it, Podman without. */
  #rename(containerId: string, given: string): void {
    const name = given.replace(/^\//u, "");
    if (name === "") return;
    this.#descriptions.delete(containerId);
    this.onRenamed(containerId, name);
  }

  async #inspect(containerId: string): Promise<ContainerDescription | null> {
    try {
      const container = await ask<ContainerAnswer>(
        this.#asked,
        `/containers/${encodeURIComponent(containerId)}/json`,
      );
      // It finds containers by their names as well: another runtime's may be called like one.
      if (container.Id !== containerId) return null;
      const image = await this.#inspectImage(container.Image);
      return {
        name: container.Name.replace(/^\//u, ""),
        engine: this.#name,
        runtime: this.#runtime(await this.#runtimeName(container)),
        image: attributeImage(container.Config.Image, image),
        // Of cri-dockerd, and of the kubelet before Kubernetes 1.24.
        kubernetes: kubernetesOf(ownLabels(container, image), {}),
        healthCheck: healthCheckOf(container.Config),
      };
    } catch (error) {
      if (!(error instanceof Unknown)) throw error;
      return await this.#describeAnnounced(containerId); // not this engine's, or gone already
    }
  }

  /**
   * A container that was gone before it could be inspected, from what its engine
   * told when it made it. The name of the image is only trusted if it has not been
   * given to another image since.
   */
  async #describeAnnounced(containerId: string): Promise<ContainerDescription | null> {
    // The kernel's word of it may have been read before the engine's.
    if (!this.announced(containerId)) await pause(ANNOUNCED_WITHIN, undefined, { ref: false });
    const announcement = this.#announcements.get(containerId);
    if (announcement === undefined) return null;
    const { reference, name, time } = announcement;
    const path = `/images/${encodeURIComponent(reference)}/json`;
    const image = await ask<ImageAnswer>(this.#asked, path).catch(orWhereUnknown(null));
    if (image === null || !(Date.parse(image.Metadata?.LastTagTime ?? "") < time)) return null;
    return {
      name,
      engine: this.#name,
      runtime: null,
      image: attributeImage(reference, image),
      kubernetes: null,
    };
  }

  async #inspectImage(id: string): Promise<ImageAnswer> {
    const path = `/images/${encodeURIComponent(id)}/json`;
    const deleted: ImageAnswer = { Id: id, RepoTags: null, RepoDigests: null };
    return await ask<ImageAnswer>(this.#asked, path).catch(orWhereUnknown(deleted));
  }

  /** Podman calls every runtime "oci" where it speaks as Docker does. */
  async #runtimeName({ Id, HostConfig }: ContainerAnswer): Promise<string | undefined> {
    if (this.#name === "docker" || HostConfig.Runtime !== "oci") return HostConfig.Runtime;
    const path = `/v4.0.0/libpod/containers/${encodeURIComponent(Id)}/json`;
    const own = await ask<PodmanContainerAnswer>(this.#asked, path).catch(orWhereUnknown(null));
    return own?.OCIRuntime;
  }

  #runtime(name: string | undefined): Runtime | null {
    if (name === undefined || name === "") return null;
    const podmans = this.#components.get(`OCI Runtime (${name})`);
    const version = podmans?.split("\n")[0]?.replace(/^.* /u, "") ?? this.#components.get(name);
    return { name, version: version ?? "" };
  }
}

/** What stands in for what the engine doesn't have; that it gave no answer is another matter. */
function orWhereUnknown<T>(instead: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof Unknown) return instead;
    throw error;
  };
}

/** A container has its image's labels too, which whoever made that chose. */
function ownLabels({ Config }: ContainerAnswer, image: ImageAnswer): Labels {
  const inherited = image.Config?.Labels ?? {};
  const own = Object.entries(Config.Labels ?? {}).filter(
    ([key, value]) => inherited[key] !== value,
  );
  return Object.fromEntries(own);
}
