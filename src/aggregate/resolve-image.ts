import type { ImageIdentity } from "../model/baseline/baseline.js";
import { CxrayError } from "../model/errors.js";
import { parseImageReference, type ImageReference } from "../model/images/reference.js";
import { sortedTexts } from "../model/order.js";

interface OfImage {
  readonly image: ImageIdentity;
}

/** Docker's own shortest useful prefix is longer; fewer digits are more likely a name. */
const SHORTEST_ID = 6;

/**
 * The one among the images that a person means: a repository, with a tag or a digest or
 * without, as it was typed to start the container or in another form; an image id, or
 * its beginning. A repository alone means its tag `latest`, or else the only image.
 * @throws CxrayError unknown-image, which lists the known ones; ambiguous-image, which
 *   lists those it could be
 */
export function resolveImage<T extends OfImage>(
  baselines: readonly T[],
  reference: string,
  label: (image: ImageIdentity) => string = imageLabel,
): T {
  for (const candidates of candidateLists(baselines, reference)) {
    const [only, ...others] = candidates;
    if (only === undefined) continue;
    if (others.length === 0) return only;
    throw new CxrayError("ambiguous-image", `${reference} can mean several images`, [
      "Name one by its digest:",
      ...sortedTexts(candidates.map(({ image }) => label(image))),
    ]);
  }
  throw unknownImage(baselines, reference, label);
}

/** Candidates by ways to read the reference, the most exact first. */
function* candidateLists<T extends OfImage>(
  baselines: readonly T[],
  reference: string,
): IterableIterator<T[]> {
  const among = (test: (image: ImageIdentity) => boolean): T[] =>
    baselines.filter(({ image }) => test(image));
  const wanted = parseImageReference(reference);
  if (wanted.digest !== "") {
    yield among((image) => hasDigest(image, wanted));
    return;
  }
  const tag = wanted.tag === "" ? "latest" : wanted.tag;
  yield among((image) => image.references.some((typed) => isTyped(typed, wanted.repository, tag)));
  yield among(
    (image) => image.repositories.includes(wanted.repository) && image.tags.includes(tag),
  );
  if (wanted.tag === "") yield among((image) => image.repositories.includes(wanted.repository));
  yield among(({ digest, references }) => digest === reference || references.includes(reference));
  yield among((image) => isIdPrefix(image.digest, reference));
}

function hasDigest(image: ImageIdentity, wanted: ImageReference): boolean {
  const known = image.repoDigests.map(parseImageReference);
  if (wanted.repository === "") {
    return image.digest === wanted.digest || known.some(({ digest }) => digest === wanted.digest);
  }
  const isNamed = image.repositories.includes(wanted.repository);
  return (
    (isNamed && image.digest === wanted.digest) ||
    known.some(
      ({ repository, digest }) => repository === wanted.repository && digest === wanted.digest,
    )
  );
}

function isTyped(typed: string, repository: string, tag: string): boolean {
  const parsed = parseImageReference(typed);
  if (parsed.digest !== "" || parsed.repository !== repository) return false;
  return (parsed.tag === "" ? "latest" : parsed.tag) === tag;
}

function isIdPrefix(digest: string, reference: string): boolean {
  const digits = reference.replace(/^sha256:/u, "");
  if (digits.length < SHORTEST_ID || !/^[0-9a-f]+$/u.test(digits)) return false;
  return digest.startsWith(`sha256:${digits}`);
}

function unknownImage(
  baselines: readonly OfImage[],
  reference: string,
  label: (image: ImageIdentity) => string,
): CxrayError {
  const known = sortedTexts(baselines.map(({ image }) => label(image)));
  const advice =
    known.length === 0
      ? ["No container of a known image was recorded yet: run cxray record first."]
      : ["Recorded images:", ...known];
  return new CxrayError("unknown-image", `no recording of the image ${reference}`, advice);
}

/** An image as a list for a person names it: how it was typed, and the start of its id. */
export function imageLabel(image: ImageIdentity): string {
  const names = image.references.length > 0 ? image.references : image.repositories;
  // A bundle's path means nothing when it is cut.
  const id = image.digest.replace(/^(?<short>sha256:.{12}).*$/u, "$<short>");
  return names.length === 0 ? id : `${names.join(", ")} (${id})`;
}
