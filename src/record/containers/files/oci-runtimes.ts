/**
 * Describes containers by the state files of runc and crun. They are the last resort if an
 * engine does not answer, and the only source for a bundle that was run by hand.
 */
import { existsSync, statSync } from "node:fs";
import { basename } from "node:path";
import { parseImageReference } from "../../../model/images/reference.js";
import type { ImageAttribution } from "../../../model/recordings/recording.js";
import { describeByAnnotations } from "../connectors.js";
import type { ContainerDescription, ContainerQuestion } from "../engine.js";
import type { FileEngine } from "./file-engines.js";
import { OciStates, type OciContainer, type StatePlaces } from "./state-folders.js";

export class OciRuntimes implements FileEngine {
  readonly description: string;
  readonly #places: StatePlaces;
  readonly #states: OciStates;

  constructor(places: StatePlaces) {
    this.#places = places;
    this.description = `OCI bundles in ${places.roots.join(", ")}`;
    this.#states = new OciStates(places);
  }

  async describe(question: ContainerQuestion): Promise<ContainerDescription | null> {
    const container = await this.#states.find(question);
    return container === null ? null : describeContainer(container, this.#places.uid);
  }

  serves(uid: number): boolean {
    return uid === this.#places.uid;
  }

  isUsed(): boolean {
    return [...this.#places.roots, ...this.#places.parents].some((folder) => existsSync(folder));
  }

  announced(): boolean {
    return false;
  }

  close(): void {
    this.#states.close();
  }
}

/** Describes a container by its state and its bundle's annotations. `uid`: the runtime's user. */
export function describeContainer(container: OciContainer, uid: number): ContainerDescription {
  const { id, bundle, annotations, runtime: name } = container;
  const runtime = { name, version: "" };
  const managed = describeByAnnotations(id, annotations, runtime);
  if (managed !== null) return managed;
  if (isOfContainerd(bundle)) {
    return { name: id, engine: "containerd", runtime, image: null, kubernetes: null };
  }
  const isOwn = uid === 0 || ownerOf(bundle) === uid;
  const image = isOwn ? imageOfBundle(bundle, annotations) : null;
  return { name: id, engine: name, runtime, image, kubernetes: null };
}

/** containerd's bundles are in its state directory, `…/io.containerd.runtime.v2.task/<namespace>/<id>`. */
function isOfContainerd(bundle: string): boolean {
  return /\/io\.containerd\.runtime\.v\d\.[a-z]+\//u.test(bundle);
}

/**
 * The owner of a bundle: a user could run somebody else's bundle and so change its baseline. Null
 * if it can't be read, because a user's state file may name any path.
 */
function ownerOf(bundle: string): number | null {
  try {
    return statSync(bundle).uid;
  } catch {
    return null;
  }
}

/** A bundle has no image, so its path stands for one, unless an annotation names an image. */
function imageOfBundle(
  bundle: string,
  annotations: Readonly<Record<string, string>>,
): ImageAttribution {
  const named = annotations["org.opencontainers.image.ref.name"] ?? "";
  // In an OCI image layout this may be only a tag.
  const reference = /[/:]/u.test(named) ? named : bundle;
  const { repository, tag } = parseImageReference(reference === bundle ? basename(bundle) : named);
  return {
    reference,
    repository: reference === bundle ? "" : repository,
    tag: reference === bundle ? "" : tag,
    imageId: `bundle:${bundle}`,
    repoTags: [],
    repoDigests: [],
  };
}
