/**
 * Docker's API, which Podman speaks too.
 *
 * A container with --rm may be gone milliseconds after it started. So it is
 * inspected as soon as the engine reports that it was created, which is before
 * its first process runs.
 */
import { setMaxListeners } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import type DockerModem from "docker-modem";
import type { Runtime } from "../../../model/recordings/recording.js";
import { attributeImage } from "../attribute-image.js";
import {
  ask,
  openStream,
  parseEvent,
  NotFound,
  type DockerClient,
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

/** What the engine reported about a container when it was created. */
interface Announcement {
  readonly reference: string;
  readonly name: string;
  /** milliseconds since 1970 */
  readonly time: number;
}

/** How long answers are kept, in milliseconds. They are needed within seconds of a creation. */
const FORGET_AFTER = 60_000;
/** How much later than the kernel side an engine may report a container, in milliseconds. */
const ANNOUNCEMENT_TIMEOUT = 300;

/** Loads Docker's library. Call it only if there is an engine: it loads slower than all of cxray. */
export async function loadModem(): Promise<typeof DockerModem> {
  return (await import("docker-modem")).default;
}

/** Connects and subscribes to events. Null connects to DOCKER_HOST. Rejects with NoAnswer. */
export async function connectDocker(
  socketPath: string | null,
  ending: AbortSignal = new AbortController().signal,
): Promise<EngineConnection> {
  const Modem = await loadModem();
  // Without a host, the library would use DOCKER_HOST and not the socket.
  const modem = new Modem(socketPath === null ? {} : { socketPath, host: "", protocol: "http" });
  // One listener for each question: no leak.
  setMaxListeners(0, ending);
  const client = { modem, ending };
  const version = await askOfEngine(() => ask<VersionAnswer>(client, "/version"));
  const engine = new DockerEngine(client, version, socketPath ?? process.env["DOCKER_HOST"] ?? "");
  await askOfEngine(() => engine.subscribe());
  return engine;
}

/** For requests that every engine can answer: a program that can't is not an engine. */
async function askOfEngine<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
    throw new NoAnswer("foreign", "a process listens there, but does not answer like an engine");
  }
}

class DockerEngine implements EngineConnection {
  readonly description: string;
  readonly lost: Promise<void>;
  onRenamed: EngineConnection["onRenamed"] = () => undefined;
  readonly #client: DockerClient;
  readonly #name: "docker" | "podman";
  readonly #components: ReadonlyMap<string, string>;
  readonly #descriptions = new Map<string, Promise<ContainerDescription | null>>();
  readonly #announcements = new Map<string, Announcement>();
  #stream: (NodeJS.ReadableStream & { destroy?: () => void }) | null = null;
  #lose: () => void = () => undefined;

  constructor(client: DockerClient, version: VersionAnswer, place: string) {
    this.#client = client;
    this.lost = new Promise((resolve) => (this.#lose = resolve));
    const components = version.Components ?? [];
    this.#components = new Map(components.map((each) => [each.Name, each.Version]));
    this.#name = components.some((each) => each.Name.startsWith("Podman")) ? "podman" : "docker";
    this.description = `${this.#name} ${version.Version} at ${place}`;
  }

  /** Subscribes to events about containers. */
  async subscribe(): Promise<void> {
    const stream = await openStream(this.#client, "/events?", { filters: { type: ["container"] } });
    this.#stream = stream;
    readLines(stream, (line) => {
      this.#takeEvent(line);
    });
    // An engine that is stopped ends the stream; one that is killed breaks it off.
    for (const end of ["end", "error", "close"]) stream.on(end, this.#lose);
  }

  probe(): Promise<unknown> {
    return ask(this.#client, "/version");
  }

  describe({ id }: ContainerQuestion): Promise<ContainerDescription | null> {
    return this.#describe(id);
  }

  #describe(containerId: string): Promise<ContainerDescription | null> {
    const known = this.#descriptions.get(containerId);
    if (known !== undefined) return known;
    const description = this.#inspect(containerId);
    this.#descriptions.set(containerId, description);
    description.catch(() => this.#descriptions.delete(containerId)); // the next call asks again
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
    this.#describe(ID).catch(() => undefined); // the caller of `describe` gets the error
  }

  /** `docker rename`. Docker reports the name with a slash before it, Podman without. */
  #rename(containerId: string, given: string): void {
    const name = given.replace(/^\//u, "");
    if (name === "") return;
    this.#descriptions.delete(containerId);
    this.onRenamed(containerId, name);
  }

  async #inspect(containerId: string): Promise<ContainerDescription | null> {
    try {
      const container = await ask<ContainerAnswer>(
        this.#client,
        `/containers/${encodeURIComponent(containerId)}/json`,
      );
      // Docker finds containers by name as well, and another runtime's container may have that name.
      if (container.Id !== containerId) return null;
      const image = await this.#inspectImage(container.Image);
      return {
        name: container.Name.replace(/^\//u, ""),
        engine: this.#name,
        runtime: this.#runtime(await this.#runtimeName(container)),
        image: attributeImage(container.Config.Image, image),
        // Containers of cri-dockerd, or of the kubelet before Kubernetes 1.24.
        kubernetes: kubernetesOf(ownLabels(container, image), {}),
        healthCheck: healthCheckOf(container.Config),
      };
    } catch (error) {
      if (!(error instanceof NotFound)) throw error;
      return await this.#describeAnnounced(containerId); // another engine's, or already removed
    }
  }

  /**
   * Describes a container that was removed before it could be inspected, from the event of its
   * creation. The image's name is trusted only if no other image was tagged with it since.
   */
  async #describeAnnounced(containerId: string): Promise<ContainerDescription | null> {
    // The kernel side may have reported the container before the engine did.
    if (!this.announced(containerId)) await pause(ANNOUNCEMENT_TIMEOUT, undefined, { ref: false });
    const announcement = this.#announcements.get(containerId);
    if (announcement === undefined) return null;
    const { reference, name, time } = announcement;
    const path = `/images/${encodeURIComponent(reference)}/json`;
    const image = await ask<ImageAnswer>(this.#client, path).catch(orIfNotFound(null));
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
    return await ask<ImageAnswer>(this.#client, path).catch(orIfNotFound(deleted));
  }

  /** Podman calls every runtime "oci" in Docker's API, so its own API is asked for the name. */
  async #runtimeName({ Id, HostConfig }: ContainerAnswer): Promise<string | undefined> {
    if (this.#name === "docker" || HostConfig.Runtime !== "oci") return HostConfig.Runtime;
    const path = `/v4.0.0/libpod/containers/${encodeURIComponent(Id)}/json`;
    const own = await ask<PodmanContainerAnswer>(this.#client, path).catch(orIfNotFound(null));
    return own?.OCIRuntime;
  }

  #runtime(name: string | undefined): Runtime | null {
    if (name === undefined || name === "") return null;
    const podmans = this.#components.get(`OCI Runtime (${name})`);
    const version = podmans?.split("\n")[0]?.replace(/^.* /u, "") ?? this.#components.get(name);
    return { name, version: version ?? "" };
  }
}

/** For `catch`: returns `instead` if the engine doesn't have it. NoAnswer is thrown again. */
function orIfNotFound<T>(instead: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof NotFound) return instead;
    throw error;
  };
}

/** The labels of the container itself. It also has those of its image, whose author chose them. */
function ownLabels({ Config }: ContainerAnswer, image: ImageAnswer): Labels {
  const inherited = image.Config?.Labels ?? {};
  const own = Object.entries(Config.Labels ?? {}).filter(
    ([key, value]) => inherited[key] !== value,
  );
  return Object.fromEntries(own);
}
