/** What the rules of one image are called, and how they know the image. */
import type { ImageIdentity } from "../../model/baseline.js";
import { sortedTexts } from "../../model/order.js";

export interface ImageNames {
  /** of every list and macro: `cxray_`, the repository, the id's beginning */
  readonly prefix: string;
  /** for rule names and sentences: letters, digits and `./:@_-` only */
  readonly title: string;
  /** what Falco may call the image's repository; empty when it has none */
  readonly repositories: readonly string[];
  /** the image's id, short and long, as engines tell it */
  readonly ids: readonly string[];
  /** `sha256:…` as registries know the image */
  readonly digests: readonly string[];
}

/** How repositories are written (distribution/reference), a registry's port included. */
const REPOSITORY = /^[a-z0-9][\w.:/-]*$/i;

/** What Falco reports for an image that is run by its id: no rule can be scoped by it. */
const NO_REPOSITORY = "sha256";

/** Hexadecimal digits of an id in names, and in Docker's short form. */
const SHORT = 12;

/**
 * Names for an image. `isTaken` tells whether a prefix occurs in what the rules will hold: Falco
 * replaces a list's name by its items wherever it stands as a word, in quoted strings too, and
 * whoever names files in the container may know the name to come.
 */
export function namesOf(image: ImageIdentity, isTaken: (prefix: string) => boolean): ImageNames {
  const repositories = image.repositories.filter(
    (name) => REPOSITORY.test(name) && name !== NO_REPOSITORY,
  );
  const hex = image.digest.replace(/^\w+:/, "").replace(/[^0-9a-zA-Z]/g, "_");
  const familiar = repositories[0] ?? image.references[0] ?? "image";
  return {
    prefix: freePrefix(`cxray_${slug(familiar)}_${hex.slice(0, SHORT)}`, isTaken),
    title: `${familiar.replace(/[^\w./:@-]/g, "_").slice(0, 100)} (${hex.slice(0, SHORT)})`,
    repositories: sortedTexts(repositories.flatMap(repositoryForms)),
    ids: sortedTexts([hex.slice(0, SHORT), hex]),
    digests: sortedTexts(
      image.repoDigests.flatMap((name) => /sha256:[0-9a-f]{64}$/.exec(name) ?? []),
    ),
  };
}

function freePrefix(wanted: string, isTaken: (prefix: string) => boolean): string {
  for (let number = 1; ; number += 1) {
    const prefix = number === 1 ? wanted : `${wanted}_${number}`;
    if (!isTaken(prefix)) return prefix;
  }
}

/** Lower-case letters and digits of a repository's last parts. */
function slug(repository: string): string {
  const words = repository.toLowerCase().match(/[a-z0-9]+/g) ?? ["image"];
  return words.join("_").slice(0, 40);
}

/** Docker says `nginx`; containerd, for the same image, `docker.io/library/nginx`. */
function repositoryForms(name: string): string[] {
  const [first = "", ...rest] = name.split("/");
  const hasRegistry = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  if (hasRegistry) return [name];
  if (rest.length > 0) return [name, `docker.io/${name}`];
  return [name, `docker.io/library/${name}`, `docker.io/${name}`];
}
