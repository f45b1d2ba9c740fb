import type { Container } from "../model/recordings/recording.js";

/**
 * The containers of one image that its baseline is learnt from. Of which image a user's container
 * is, only files of that user say, who can write anything into them. So where root's engines know
 * the image too, only their word counts: no user can teach what root's containers may do.
 */
export function trustedContainers(ofImage: readonly Container[]): readonly Container[] {
  const roots = ofImage.filter(({ owner }) => owner === 0);
  return roots.length > 0 ? roots : ofImage;
}
