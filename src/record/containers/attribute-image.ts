/** Says which image a container was made from. */
import { parseImageReference } from "../../model/images/reference.js";
import type { ImageAttribution } from "../../model/recordings/recording.js";
import type { ImageAnswer } from "./docker/api.js";

/** Combines the reference that was typed with what the engine knows about the image. */
export function attributeImage(reference: string, image: ImageAnswer): ImageAttribution {
  const repoTags = [...(image.RepoTags ?? [])].sort();
  // If an id was typed, the image gets its first name, if it has one.
  const named = parseImageReference(isIdOf(reference, image) ? (repoTags[0] ?? "") : reference);
  return {
    reference,
    repository: named.repository,
    tag: named.tag === "" && named.digest === "" && named.repository !== "" ? "latest" : named.tag,
    imageId: image.Id,
    repoTags,
    repoDigests: [...(image.RepoDigests ?? [])].sort(),
  };
}

/** A short id looks like a name. It is an id only if the image has no such name. */
function isIdOf(reference: string, image: ImageAnswer): boolean {
  const names = (image.RepoTags ?? []).map((name) => parseImageReference(name).repository);
  if (names.includes(parseImageReference(reference).repository)) return false;
  return image.Id.replace(/^sha256:/u, "").startsWith(reference.replace(/^sha256:/u, ""));
}
