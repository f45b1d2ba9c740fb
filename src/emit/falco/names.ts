/** An image's name in rules, and how rules select its containers. */
import type { ImageIdentity } from "../../model/baseline/baseline.js";
import { parseImageReference } from "../../model/images/reference.js";
import { sortedTexts } from "../../model/order.js";
import { repositoryForms } from "../image-names.js";

export interface ImageNames {
  /** after the colon in the name of each list: the repository, so that it survives a rebuild */
  readonly key: string;
  /** only letters, digits and `./:@_-` */
  readonly title: string;
  /** the repository in each form that Falco may report; empty: it has none */
  readonly repositories: readonly string[];
  /** ids of its builds, short and long; empty if it has a repository */
  readonly ids: readonly string[];
}

/** The syntax of repositories (distribution/reference), with the port of a registry. */
const REPOSITORY = /^[a-z0-9][\w.:/-]*$/i;

/** Falco's repository of an image that is run by its digest: no rule can select by it. */
const NO_REPOSITORY = "sha256";

/** Length of a short id, in hexadecimal digits, as Docker has it. */
const SHORT = 12;

/** An image's names: its repository or, of several, the one it was started by. */
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
 * An image's file in a directory of rules. It sorts after the base file, and is unique per
 * repository: neither `+` nor `@` occurs in one.
 */
export function fileName({ key }: ImageNames): string {
  return `cxray_image_${key.replaceAll("/", "+").replaceAll(":", "@")}.yaml`;
}
