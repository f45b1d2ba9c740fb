/** Which containers a recording is about. */
import type { ContainerDescription } from "./engine.js";

export interface ContainerFilter {
  /** globs over references as typed, `repository:tag` and `repository`; empty: any image */
  readonly images: readonly string[];
  /** names, globs over names, or beginnings of ids; empty: any container */
  readonly containers: readonly string[];
}

export function isOpenFilter(filter: ContainerFilter): boolean {
  return filter.images.length === 0 && filter.containers.length === 0;
}

/** Whether the container is wanted. One that no engine knows is wanted by an open filter only. */
export function matchesFilter(
  filter: ContainerFilter,
  id: string,
  description: ContainerDescription | null,
): boolean {
  const names = [id, id.slice(0, 12), ...(description === null ? [] : [description.name])];
  const image = description?.image;
  const references =
    image === undefined
      ? []
      : [image.reference, image.repository, `${image.repository}:${image.tag}`, ...image.repoTags];
  return matchesAny(filter.images, references) && matchesAny(filter.containers, names);
}

function matchesAny(globs: readonly string[], names: readonly string[]): boolean {
  if (globs.length === 0) return true;
  return globs.some((glob) => {
    const pattern = globPattern(glob);
    return names.some((name) => pattern.test(name));
  });
}

/** `*` stands for any text, `/` included; `?` for one character. */
function globPattern(glob: string): RegExp {
  const source = glob
    .replace(/[.+^${}()|[\]\\]/gu, "\\$&")
    .replace(/\*/gu, ".*")
    .replace(/\?/gu, ".");
  return new RegExp(`^${source}$`, "su");
}
