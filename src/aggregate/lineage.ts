/**
 * Whose baseline a container counts for. What a person means by an image is its name, and each
 * build has another digest: so a baseline belongs to a repository, whatever images had that name.
 */
import { createHash } from "node:crypto";
import { familiarRepository, parseImageReference } from "../model/images/reference.js";
import type { Container, ImageAttribution, Recording } from "../model/recordings/recording.js";

/**
 * The containers of each name. A container counts for the name by which it was started, and for
 * each name by which others were whose image has it too, or is the same. What was started by its
 * id counts for the names that the engine knows, or else for its digest alone.
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

/** The name by which a container was started; where that is an id, all that its image has. */
function startedAs(image: ImageAttribution): string[] {
  const name = familiarRepository(image.repository);
  return name === "" ? taggedAs(image) : [name];
}

function taggedAs({ repoTags }: ImageAttribution): string[] {
  return repoTags.map((tag) => parseImageReference(tag).repository).filter((name) => name !== "");
}

/** What tells a run from every other, in whatever database: 12 hexadecimal digits. */
export function runId(recording: Pick<Recording, "startedAt">, containerId: string): string {
  const run = `${String(recording.startedAt)} ${containerId}`;
  return createHash("sha256").update(run).digest("hex").slice(0, 12);
}

/** Which runs of a name are meant. */
export interface Selection {
  /** what the baseline is called then: `nginx:1.27` */
  readonly name: string;
  readonly isMeant: (container: Container) => boolean;
  /** they are all the runs of that name */
  readonly isWhole: boolean;
}
