/**
 * Docker's API, which Podman speaks too.
 *
 * A container with --rm may be gone milliseconds after it started, so it is
 * inspected as soon as the engine tells that it was created, which is before
 * its first process runs.
 */
import { setTimeout as pause } from "node:timers/promises";
import type DockerModem from "docker-modem";
import type { Runtime } from "../../model/recording.js";
import { attributeImage } from "./attribute-image.js";
import {
  ask,
  parseEvent,
  PATIENCE,
  type ContainerAnswer,
  type ImageAnswer,
  type PodmanContainerAnswer,
  type VersionAnswer,
} from "./docker-api.js";
import type { ContainerDescription, ContainerQuestion, Engine } from "./engine.js";
import { kubernetesOf, type Labels } from "./kubernetes.js";
import { readLines } from "./read-lines.js";
import { servesRoot, type Serves } from "./served-users.js";

/** What the engine told of a container when it was created. */
interface Announcement {
  readonly reference: string;
  readonly name: string;
  /** milliseconds since 1970 */
  readonly time: number;
}

/** A container is asked for within seconds of its creation; later its answer is of no use. */
const FORGET_AFTER = 60_000;
const RECONNECT_AFTER = 500;
/** How much later than the kernel an engine may tell of a container. */
const ANNOUNCED_WITHIN = 300;

interface Access {
  readonly place: string;
  readonly serves: Serves;
}

/** Connects and subscribes. Rejects when nothing answers. */
export async function connectDocker(
  socketPath: string | null,
  serves: Serves = servesRoot,
): Promise<Engine> {
  // Only here: it takes longer to load than the rest of cxray, and most commands need no engine.
  const { default: Modem } = await import("docker-modem");
  // Without a host of its own the library would take DOCKER_HOST's, and not the socket.
  const modem = new Modem(socketPath === null ? {} : { socketPath, host: "", protocol: "http" });
  const version = await ask<VersionAnswer>(modem, "/version");
  const place = socketPath ?? process.env["DOCKER_HOST"] ?? "";
  const engine = new DockerEngine(modem, version, { place, serves });
  await engine.subscribe();
  return engine;
}

class DockerEngine implements Engine {
  readonly description: string;
  readonly serves: Serves;
  readonly #modem: DockerModem;
  readonly #name: "docker" | "podman";
  readonly #components: ReadonlyMap<string, string>;
  readonly #descriptions = new Map<string, Promise<ContainerDescription | null>>();
  readonly #announcements = new Map<string, Announcement>();
  #stream: (NodeJS.ReadableStream & { destroy?: () => void }) | null = null;
  #closed = false;

  constructor(modem: DockerModem, version: VersionAnswer, { place, serves }: Access) {
    this.#modem = modem;
    this.serves = serves;
    const components = version.Components ?? [];
    this.#components = new Map(components.map((each) => [each.Name, each.Version]));
    this.#name = components.some((each) => each.Name.startsWith("Podman")) ? "podman" : "docker";
    this.description = `${this.#name} ${version.Version} at ${place}`;
  }

  /** Listens for containers that are created, until closed. */
  async subscribe(): Promise<void> {
    const stream = await this.#openStream("/events?", { filters: { type: ["container"] } });
    this.#stream = stream;
    if (this.#closed) this.close(); // it was, while the engine thought
    readLines(stream, (line) => {
      this.#takeEvent(line);
    });
    stream.on("end", () => {
      this.#resubscribe();
    });
    stream.on("error", () => {
      this.#resubscribe();
    });
  }

  describe({ id }: ContainerQuestion): Promise<ContainerDescription | null> {
    return this.#describe(id);
  }

  #describe(containerId: string): Promise<ContainerDescription | null> {
    const known = this.#descriptions.get(containerId);
    if (known !== undefined) return known;
    const description = this.#inspect(containerId);
    this.#descriptions.set(containerId, description);
    setTimeout(() => this.#descriptions.delete(containerId), FORGET_AFTER).unref();
    return description;
  }

  announced(containerId: string): boolean {
    return this.#announcements.has(containerId);
  }

  close(): void {
    this.#closed = true;
    this.#stream?.destroy?.();
  }

  /** A path that ends in `?` gets the options as its query. */
  #openStream(path: string, options: object): Promise<NodeJS.ReadableStream> {
    const opening = new AbortController();
    const timer = setTimeout(() => {
      opening.abort();
    }, PATIENCE);
    return new Promise((resolve, reject) => {
      const abortSignal = opening.signal;
      this.#modem.dial(
        { path, options, method: "GET", isStream: true, abortSignal, statusCodes: { 200: true } },
        (error, stream) => {
          clearTimeout(timer);
          if (error === null) resolve(stream as NodeJS.ReadableStream);
          else reject(error);
        },
      );
    });
  }

  /** The engine may be restarted while cxray records. */
  #resubscribe(): void {
    if (this.#closed) return;
    setTimeout(() => {
      if (this.#closed) return;
      this.subscribe().catch(() => {
        this.#resubscribe();
      });
    }, RECONNECT_AFTER).unref();
  }

  #takeEvent(line: string): void {
    const event = parseEvent(line);
    if (event?.Action !== "create" && event?.Action !== "start") return;
    const { ID, Attributes } = event.Actor;
    if (event.Action === "create" && Attributes?.image !== undefined) {
      const { image, name = "" } = Attributes;
      const time = (event.timeNano ?? 0) / 1e6;
      this.#announcements.set(ID, { reference: image, name, time });
      setTimeout(() => this.#announcements.delete(ID), FORGET_AFTER).unref();
    }
    void this.#describe(ID);
  }

  async #inspect(containerId: string): Promise<ContainerDescription | null> {
    try {
      const container = await ask<ContainerAnswer>(
        this.#modem,
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
      };
    } catch {
      return this.#describeAnnounced(containerId); // not this engine's, or gone already
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
    const image = await ask<ImageAnswer>(this.#modem, path).catch(() => null);
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
    return await ask<ImageAnswer>(this.#modem, `/images/${encodeURIComponent(id)}/json`).catch(
      (): ImageAnswer => ({ Id: id, RepoTags: null, RepoDigests: null }), // deleted since
    );
  }

  /** Podman calls every runtime "oci" where it speaks as Docker does. */
  async #runtimeName({ Id, HostConfig }: ContainerAnswer): Promise<string | undefined> {
    if (this.#name === "docker" || HostConfig.Runtime !== "oci") return HostConfig.Runtime;
    const path = `/v4.0.0/libpod/containers/${encodeURIComponent(Id)}/json`;
    const own = await ask<PodmanContainerAnswer>(this.#modem, path).catch(() => null);
    return own?.OCIRuntime;
  }

  #runtime(name: string | undefined): Runtime | null {
    if (name === undefined || name === "") return null;
    const podmans = this.#components.get(`OCI Runtime (${name})`);
    const version = podmans?.split("\n")[0]?.replace(/^.* /u, "") ?? this.#components.get(name);
    return { name, version: version ?? "" };
  }
}

/** A container has its image's labels too, which whoever made that chose. */
function ownLabels({ Config }: ContainerAnswer, image: ImageAnswer): Labels {
  const inherited = image.Config?.Labels ?? {};
  const own = Object.entries(Config.Labels ?? {}).filter(
    ([key, value]) => inherited[key] !== value,
  );
  return Object.fromEntries(own);
}
