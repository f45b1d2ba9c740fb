/**
 * Decides which baseline a container belongs to. Users identify an image by its name, while each
 * build has another digest. So a baseline belongs to a repository, whatever images had that name.
 */
import { createHash } from "node:crypto";
import { familiarRepository, parseImageReference } from "../model/images/reference.js";
import type { Container, ImageAttribution, Recording } from "../model/recordings/recording.js";

/**
 * The containers of each name. A container counts for the name it was started by; for names by
 * which other containers of the same image were started; and for such names that are tags of its
 * image. A container started by an image id counts for the names that the engine knows, or else
 * only for its digest.
 */
export function lineagesOf(containers: readonly Container[]): Map<string, Container[]> {
  const started = new Set<string>();
  const namesByDigest = new Map<string, Set<string>>();
  for (const { image } of containers) {
    if (image === null) continue;
    const own = namesByDigest.get(image.imageId) ?? new Set<string>();
    namesByDigest.set(image.imageId, own);
    for (const name of startedAs(image)) {
      started.add(name);
      own.add(name);
    }
  }
  const lineages = new Map<string, Container[]>();
  for (const container of containers) {
    if (container.image === null) continue;
    const { imageId } = container.image;
    const known = taggedAs(container.image).filter((name) => started.has(name));
    const names = new Set([...known, ...(namesByDigest.get(imageId) ?? [])]);
    for (const name of names.size === 0 ? [imageId] : names) {
      const lineage = lineages.get(name);
      if (lineage === undefined) lineages.set(name, [container]);
      else lineage.push(container);
    }
  }
  return lineages;
}

/** The name a container was started by; for an id, all names of its image. */
function startedAs(image: ImageAttribution): string[] {
  const name = familiarRepository(image.repository);
  return name === "" ? taggedAs(image) : [name];
}

function taggedAs({ repoTags }: ImageAttribution): string[] {
  return repoTags.map((tag) => parseImageReference(tag).repository).filter((name) => name !== "");
}

/** Identifies a run across databases: 12 hexadecimal digits. */
export function runId(recording: Pick<Recording, "startedAt">, containerId: string): string {
  const run = `${String(recording.startedAt)} ${containerId}`;
  return createHash("sha256").update(run).digest("hex").slice(0, 12);
}

/** A selection of a name's runs. */
export interface Selection {
  /** the baseline's name: `nginx:1.27` */
  readonly name: string;
  readonly isMeant: (container: Container) => boolean;
  /** true: all runs of that name */
  readonly isWhole: boolean;
}
