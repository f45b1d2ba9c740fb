/** What an image is called in rules, and how they know its containers. */
import type { ImageIdentity } from "../../model/baseline/baseline.js";
import { parseImageReference } from "../../model/images/reference.js";
import { sortedTexts } from "../../model/order.js";
import { repositoryForms } from "../image-names.js";

export interface ImageNames {
  /** of every list, after its colon: the repository, so that it stays when the image is built anew */
  readonly key: string;
  /** letters, digits and `./:@_-` only */
  readonly title: string;
  /** what Falco may call the image's repository; empty when it has none */
  readonly repositories: readonly string[];
  /** the ids of its builds, short and long; empty when it has a repository */
  readonly ids: readonly string[];
}

/** How repositories are written (distribution/reference), a registry's port included. */
const REPOSITORY = /^[a-z0-9][\w.:/-]*$/i;

/** What Falco reports for an image that is run by its digest: no rule can be scoped by it. */
const NO_REPOSITORY = "sha256";

/** Hexadecimal digits of an id in names, and in Docker's short form. */
const SHORT = 12;

/** Names for an image: its repository, the one by which it was started where it has several. */
export function imageNames(image: ImageIdentity): ImageNames {
  const repositories = image.repositories.filter(
    (name) => REPOSITORY.test(name) && name !== NO_REPOSITORY,
  );
  const ids = image.builds.map(({ digest }) =>
    digest.replace(/^\w+:/, "").replace(/[^0-9a-zA-Z]/g, "_"),
  );
  const typed = image.references.map((reference) => parseImageReference(reference).repository);
  const named = parseImageReference(image.name).repository;
  const key = repositories.includes(named)
    ? named
    : (typed.find((name) => repositories.includes(name)) ?? repositories[0]);
  const short = (ids.at(-1) ?? "").slice(0, SHORT);
  return {
    key: key ?? short,
    title: key ?? (image.references[0] ?? short).replace(/[^\w./:@-]/g, "_").slice(0, 100),
    repositories: sortedTexts(repositories.flatMap(repositoryForms)),
    ids: key === undefined ? sortedTexts(ids.flatMap((id) => [id.slice(0, SHORT), id])) : [],
  };
}

/** The name of an image's list. */
export function listName(what: string, { key }: ImageNames): string {
  return `cxray_${what}:${key}`;
}

/**
 * The file of an image in a folder of rules. It sorts after that of the base, and no two
 * repositories have the same: neither `+` nor `@` is in one.
 */
export function fileName({ key }: ImageNames): string {
  return `cxray_image_${key.replaceAll("/", "+").replaceAll(":", "@")}.yaml`;
}
