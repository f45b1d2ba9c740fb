/** Selects the containers of a recording. */
import { globTest } from "../glob.js";
import type { ImageAttribution } from "./recording.js";

export interface ContainerFilter {
  /**
   * globs over references as typed, `repository:tag` and `repository`; or ids and digests, whole or
   * at least their first 12 digits; empty: any image
   */
  readonly images: readonly string[];
  /** globs over names and ids; or at least the first 12 digits of an id; empty: any container */
  readonly containers: readonly string[];
}

/** The engine's description of a container. */
export interface DescribedContainer {
  readonly name: string;
  readonly image: ImageAttribution | null;
}

/** as `docker ps` and the JSON log print it */
export const SHORT_ID = 12;

export function isOpenFilter(filter: ContainerFilter): boolean {
  return filter.images.length === 0 && filter.containers.length === 0;
}

/**
 * Whether the filter selects the container. A container that no engine knows is selected only if
 * the filter is open.
 */
export function matchesFilter(
  filter: ContainerFilter,
  id: string,
  description: DescribedContainer | null,
  givenName = "",
): boolean {
  const names = [id, givenName, description?.name ?? ""].filter((name) => name !== "");
  return (
    matchesImage(filter.images, description?.image ?? null) &&
    (matchesAny(filter.containers, names) || filter.containers.some((text) => isIdOf(id, text)))
  );
}

function matchesImage(wanted: readonly string[], image: ImageAttribution | null): boolean {
  if (wanted.length === 0) return true;
  if (image === null) return false;
  const { reference, repository, tag, repoTags, repoDigests, imageId } = image;
  const names = [reference, repository, `${repository}:${tag}`, ...repoTags, ...repoDigests];
  const digests = [imageId, ...repoDigests.map((each) => each.replace(/^.*@/u, ""))];
  return (
    matchesAny(wanted, [...names, imageId]) ||
    wanted.some((text) => isDigestOf(digests, text) || isNamedDigestOf(repoDigests, text))
  );
}

/** `sha256:…` or only its digits, whole or the first of them. */
function isDigestOf(digests: readonly string[], text: string): boolean {
  const digits = text.replace(/^sha256:/u, "");
  const isNamed = digits !== text; // the prefix identifies a digest
  if (!/^[0-9a-f]+$/u.test(digits) || (!isNamed && digits.length < SHORT_ID)) return false;
  return digests.some((digest) => digest.startsWith(`sha256:${digits}`));
}

/** `repository@sha256:…`, possibly without its last digits. */
function isNamedDigestOf(repoDigests: readonly string[], text: string): boolean {
  return /@sha256:[0-9a-f]+$/u.test(text) && repoDigests.some((each) => each.startsWith(text));
}

/** Shorter texts may be names: `db`, `cafe`. */
function isIdOf(id: string, text: string): boolean {
  return text.length >= SHORT_ID && id.startsWith(text);
}

function matchesAny(globs: readonly string[], names: readonly string[]): boolean {
  if (globs.length === 0) return true;
  return globs.some((glob) => names.some(globTest(glob)));
}
