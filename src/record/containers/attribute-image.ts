/** Whose image a container is. */
import { parseImageReference } from "../../model/images/reference.js";
import type { ImageAttribution } from "../../model/recordings/recording.js";
import type { ImageAnswer } from "./docker/api.js";

/** An image by what was typed, with what the engine knows of it. */
export function attributeImage(reference: string, image: ImageAnswer): ImageAttribution {
  const repoTags = [...(image.RepoTags ?? [])].sort();
  // Typed as an id, the image goes by its first name, if it has one.
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

/** A short id looks like a name: only one that is not among the image's names is an id. */
function isIdOf(reference: string, image: ImageAnswer): boolean {
  const names = (image.RepoTags ?? []).map((name) => parseImageReference(name).repository);
  if (names.includes(parseImageReference(reference).repository)) return false;
  return image.Id.replace(/^sha256:/u, "").startsWith(reference.replace(/^sha256:/u, ""));
}
