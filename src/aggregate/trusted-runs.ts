import type { Container } from "../model/recordings/recording.js";

/**
 * The containers from which an image's baseline is learnt. The image of a user's container is known
 * only from the user's own files, which the user can forge. So if root's engines know the image
 * too, only their containers count: no user can extend what root's containers may do.
 */
export function trustedContainers(ofImage: readonly Container[]): readonly Container[] {
  const roots = ofImage.filter(({ owner }) => owner === 0);
  return roots.length > 0 ? roots : ofImage;
}
