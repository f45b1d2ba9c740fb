/**
 * containers/storage, where Podman and CRI-O keep their containers and images (github.com/
 * containers/storage, containers.go and images.go). It is read for containers whose engine
 * runs no API service: Podman without its socket, and CRI-O.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ENGINES } from "../../../model/recordings/engines.js";
import type { Runtime } from "../../../model/recordings/recording.js";
import type { ImageAttribution } from "../../../model/recordings/recording.js";
import { attributeImage } from "../attribute-image.js";
import { crioLabels, describeCrio, isCrio, sandboxOf } from "./annotations.js";
import type { ContainerDescription, ContainerQuestion } from "../engine.js";
import type { FileEngine } from "./file-engines.js";
import type { Labels } from "../kubernetes.js";
import { listOf, member, parseJson, readJson, readText, textOf, textsOf } from "./read-json.js";

export interface StoragePlaces {
  /** the persistent part: `/var/lib/containers/storage` */
  readonly graphRoot: string;
  readonly uid: number;
  /** where runtimes keep a container's state: says which runtime runs it */
  readonly stateRoots: readonly string[];
}

/** The prefixes of the container ids in the names of Podman's and CRI-O's cgroups. */
const SCOPES = [...ENGINES.podman.scopes, ...ENGINES["cri-o"].scopes];

/** Each storage driver has directories of its own. */
const DRIVERS = ["overlay", "vfs", "btrfs", "zfs"];

const ROOT_STORAGE = "/var/lib/containers/storage";

/** Root's storage, as configured by CONTAINERS_STORAGE_CONF or the machine's storage.conf. */
export function rootGraph(environment: NodeJS.ProcessEnv = process.env): string {
  const named = environment["CONTAINERS_STORAGE_CONF"];
  const files = [
    ...(named === undefined ? [] : [named]),
    ...["/etc/containers/storage.conf", "/usr/share/containers/storage.conf"],
  ];
  for (const file of files) {
    const named = graphNamedIn(file, null);
    if (named !== null) return named === "" ? ROOT_STORAGE : named; // else read the next file
  }
  return ROOT_STORAGE;
}

/** A user's storage, as configured by the user's storage.conf, or at the usual path. */
export function userGraph(home: string, uid: number): string {
  const named = graphNamedIn(join(home, ".config/containers/storage.conf"), uid) ?? "";
  return named.startsWith("/") ? named : join(home, ".local/share/containers/storage");
}

/** The graphroot that a file sets; empty if it sets none, null if the user has no such file. */
function graphNamedIn(file: string, uid: number | null): string | null {
  try {
    // The pattern must not backtrack, because the user controls the file.
    const found = /^[ \t]*graphroot[ \t]*=[ \t]*"(?<path>[^"\n]+)"/mu.exec(readText(file, uid));
    return found?.groups?.["path"] ?? "";
  } catch {
    return null;
  }
}

export class ContainersStorage implements FileEngine {
  readonly description: string;
  readonly #places: StoragePlaces;

  constructor(places: StoragePlaces) {
    this.#places = places;
    this.description = `containers/storage at ${places.graphRoot}`;
  }

  describe({ id }: ContainerQuestion): Promise<ContainerDescription | null> {
    return Promise.resolve(this.#describe(id));
  }

  serves(uid: number): boolean {
    return uid === this.#places.uid;
  }

  isUsed(): boolean {
    return existsSync(this.#places.graphRoot);
  }

  announced(): boolean {
    return false;
  }

  owns({ id, cgroup }: ContainerQuestion): boolean {
    const name = cgroup.slice(cgroup.lastIndexOf("/") + 1).replace(/\.scope$/u, "");
    return SCOPES.some((scope) => name === scope + id) && this.isUsed();
  }

  close(): void {
    // Nothing is held open.
  }

  #describe(id: string): ContainerDescription | null {
    const container = this.#entry("containers", ["containers", "volatile-containers"], id);
    if (container === null) return null;
    const metadata = parseJson(textOf(container, "metadata"));
    const image = this.#image(textOf(container, "image"), textOf(metadata, "image-name"));
    const runtime = this.#runtime(id);
    const annotations = this.#annotations(id);
    if (isCrio(annotations)) {
      const pod = this.#podLabels(annotations);
      return { ...describeCrio(id, annotations, runtime, pod), image };
    }
    const names = listOf(member(container, "names")).filter((name) => typeof name === "string");
    const name = textOf(metadata, "name") === "" ? (names[0] ?? "") : textOf(metadata, "name");
    return { name, engine: "podman", runtime, image, kubernetes: null };
  }

  /** The entry with this id in one of the lists; null if there is none. */
  #entry(folder: string, lists: readonly string[], id: string): unknown {
    const paths = lists.flatMap((list) => this.#paths(`${folder}/${list}.json`));
    for (const path of paths) {
      const entries = listOf(readJson(path, this.#places.uid));
      const found = entries.find((entry) => textOf(entry, "id") === id);
      if (found !== undefined) return found;
    }
    return null;
  }

  #paths(path: string): string[] {
    return DRIVERS.map((driver) => join(this.#places.graphRoot, `${driver}-${path}`));
  }

  #image(id: string, reference: string): ImageAttribution | null {
    if (!/^[0-9a-f]{64}$/u.test(id)) return null; // a container made with --rootfs has no image
    const entry = this.#entry("images", ["images"], id);
    const names = listOf(member(entry, "names")).filter((name) => typeof name === "string");
    const digest = textOf(entry, "digest");
    const repositories = names.map((name) => name.replace(/(?::[^:/]+)?(?:@.*)?$/u, ""));
    return attributeImage(reference === "" ? (names[0] ?? id) : reference, {
      Id: `sha256:${id}`,
      RepoTags: names.filter((name) => !name.includes("@")),
      RepoDigests:
        digest === "" ? [] : [...new Set(repositories)].map((name) => `${name}@${digest}`),
    });
  }

  #annotations(id: string): Labels {
    if (!/^[0-9a-f]{64}$/u.test(id)) return {};
    const specs = this.#paths(`containers/${id}/userdata/config.json`);
    const spec = specs
      .map((path) => readJson(path, this.#places.uid))
      .find((each) => each !== undefined);
    return textsOf(member(spec, "annotations"));
  }

  #podLabels(annotations: Labels): Labels {
    return crioLabels(this.#annotations(sandboxOf(annotations)));
  }

  #runtime(id: string): Runtime | null {
    const root = this.#places.stateRoots.find((each) => existsSync(join(each, id)));
    const name = root?.replace(/^.*\//u, "");
    return name === undefined ? null : { name, version: "" };
  }
}
