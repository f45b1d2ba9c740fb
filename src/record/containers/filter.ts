/** Which containers a recording is about. */
import type { ContainerDescription } from "./engine.js";

export interface ContainerFilter {
  /** globs over references as typed, `repository:tag` and `repository`; empty: any image */
  readonly images: readonly string[];
  /** globs over names and ids, or an id's first 12 digits or more; empty: any container */
  readonly containers: readonly string[];
}

/** as `docker ps` and the JSON log print it */
const SHORT_ID = 12;

export function isOpenFilter(filter: ContainerFilter): boolean {
  return filter.images.length === 0 && filter.containers.length === 0;
}

/** Whether the container is wanted. One that no engine knows is wanted by an open filter only. */
export function matchesFilter(
  filter: ContainerFilter,
  id: string,
  description: ContainerDescription | null,
  givenName = "",
): boolean {
  const names = [id, givenName, description?.name ?? ""].filter((name) => name !== "");
  const image = description?.image;
  const references =
    image === undefined || image === null
      ? []
      : [image.reference, image.repository, `${image.repository}:${image.tag}`, ...image.repoTags];
  return (
    matchesAny(filter.images, references) &&
    (matchesAny(filter.containers, names) || filter.containers.some((text) => isIdOf(id, text)))
  );
}

/** Shorter ones could as well be names: `db`, `cafe`. */
function isIdOf(id: string, text: string): boolean {
  return text.length >= SHORT_ID && id.startsWith(text);
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
