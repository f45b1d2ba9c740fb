/**
 * containerd, by its own API: containers of `ctr` and nerdctl, and those of the kubelet (CRI).
 * Docker's containers are in it too, but without their images, so Docker is asked about them.
 */
import type { Runtime } from "../../../model/recordings/recording.js";
import { criLabels, sandboxOf } from "../files/annotations.js";
import { ContainerdApi, createdBy, type ContainerdContainer } from "./api.js";
import { imageOf } from "./image.js";
import type { ContainerDescription, ContainerQuestion, EngineConnection } from "../engine.js";
import { GrpcClient, orIfFailed, readMessages } from "./grpc.js";
import { kubernetesOf, type Labels } from "../kubernetes.js";
import { member, parseJson, textOf, textsOf } from "../files/read-json.js";

/** How long answers are kept, in milliseconds. They are needed within seconds of a creation. */
const FORGET_AFTER = 60_000;
/** The namespaces of Docker, whose own API knows more. */
const DOCKER_NAMESPACES = /^(?:moby|plugins\.moby)$/u;

interface Known {
  readonly description: ContainerDescription;
  /** `linux.cgroupsPath` of the OCI specification */
  readonly cgroup: string;
}

/** Connects and subscribes to events. Rejects with NoAnswer. */
export async function connectContainerd(
  socketPath: string,
  ending: AbortSignal = new AbortController().signal,
): Promise<EngineConnection> {
  const api = new ContainerdApi(new GrpcClient(socketPath));
  ending.addEventListener("abort", () => {
    api.close();
  });
  try {
    const description = `containerd ${await api.version()} at ${socketPath}`;
    const engine = new Containerd(api, description);
    engine.subscribe();
    return engine;
  } catch (error) {
    api.close();
    throw error;
  }
}

class Containerd implements EngineConnection {
  readonly description: string;
  readonly lost: Promise<void>;
  onRenamed: EngineConnection["onRenamed"] = () => undefined;
  readonly #api: ContainerdApi;
  readonly #created = new Map<string, Promise<Known | null>>();
  #lose: () => void = () => undefined;

  constructor(api: ContainerdApi, description: string) {
    this.#api = api;
    this.lost = new Promise((resolve) => (this.#lose = resolve));
    this.description = description.replace(/~\S+/u, "");
  }

  /** Asks about each container when it is created, before it can be removed. */
  subscribe(): void {
    const stream = this.#api.subscribe();
    readMessages(stream, (message) => {
      const { namespace, id } = createdBy(message);
      if (namespace !== "" && id !== "" && !DOCKER_NAMESPACES.test(namespace))
        this.#ask(namespace, id, "again").catch(() => undefined); // `describe` throws the error
    });
    stream.on("error", () => undefined).on("close", this.#lose);
  }

  probe(): Promise<unknown> {
    return this.#api.version();
  }

  async describe(question: ContainerQuestion): Promise<ContainerDescription | null> {
    const all = await this.#api.namespaces();
    for (const namespace of all.filter((each) => !DOCKER_NAMESPACES.test(each))) {
      const known = await this.#ask(namespace, question.id);
      if (known !== null && isItsCgroup(question, known.cgroup)) return known.description;
    }
    return null;
  }

  announced(containerId: string): boolean {
    return [...this.#created.keys()].some((key) => key.endsWith(`/${containerId}`));
  }

  close(): void {
    this.#api.close();
  }

  /** `again`: the container is new, so an answer about an earlier one of this name is outdated. */
  #ask(namespace: string, id: string, again?: "again"): Promise<Known | null> {
    const key = `${namespace}/${id}`;
    const known = this.#created.get(key);
    if (known !== undefined && again === undefined) return known;
    const asked = this.#get(namespace, id).catch(orIfFailed(null));
    this.#created.set(key, asked);
    const forget = (): void => {
      if (this.#created.get(key) === asked) this.#created.delete(key);
    };
    setTimeout(forget, FORGET_AFTER).unref();
    asked.then((found) => {
      if (found === null) forget(); // it may be made any time
    }, forget);
    return asked;
  }

  async #get(namespace: string, id: string): Promise<Known> {
    const container = await this.#api.container(namespace, id);
    const spec = parseJson(container.spec);
    const annotations = textsOf(member(spec, "annotations"));
    // Labels alone prove nothing: `ctr run` gives a container the labels of its image.
    const isOfPod = sandboxOf(annotations) !== "";
    const kubernetes = kubernetesOf(
      isOfPod ? { ...criLabels(annotations), ...container.labels } : {},
      await this.#podLabels(namespace, sandboxOf(annotations)),
    );
    const given = container.labels["nerdctl/name"] ?? kubernetes?.container ?? "";
    return {
      description: {
        name: given === "" ? id : given,
        engine: "containerd",
        runtime: runtimeOf(container),
        image: await imageOf(this.#api, namespace, container),
        kubernetes,
      },
      cgroup: textOf(spec, "linux", "cgroupsPath"),
    };
  }

  /** The labels of a pod, which its sandbox has. */
  async #podLabels(namespace: string, sandbox: string): Promise<Labels> {
    if (sandbox === "") return {};
    const found = await this.#api.container(namespace, sandbox).catch(orIfFailed(null));
    return found?.labels ?? {};
  }
}

/**
 * Whether the container in this cgroup is the one with this `cgroupsPath`: a path, or with systemd
 * `slice:prefix:name`. Containers in other namespaces may have the same name.
 */
function isItsCgroup({ id, cgroup }: ContainerQuestion, path: string): boolean {
  if (/^[0-9a-f]{64}$/u.test(id) || cgroup === "") return true;
  const [, prefix, name] = path.split(":");
  if (name !== undefined) return cgroup.endsWith(`/${prefix ?? ""}-${name}.scope`);
  return cgroup === path;
}

function runtimeOf({ runtime, binary }: ContainerdContainer): Runtime | null {
  if (binary !== "") return { name: binary.replace(/^.*\//u, ""), version: "" };
  return runtime.startsWith("io.containerd.runc.") ? { name: "runc", version: "" } : null;
}
