/** What an image is called where a container of it is set up. */
import type { ImageIdentity } from "../model/baseline/baseline.js";
import { parseImageReference } from "../model/images/reference.js";
import { sortedTexts } from "../model/order.js";

/** How references are written; nothing else is put into a file that an engine reads. */
const REFERENCE = /^[a-z0-9][\w./:@-]{0,500}$/iu;

/** As it was started, or else by its own name; null: it is not an image of an engine. */
export function imageReference({ name, references, builds }: ImageIdentity): string | null {
  const known = [...references, name, builds.at(-1)?.digest ?? ""].filter(
    (each) => REFERENCE.test(each) && !each.startsWith("bundle:"),
  );
  const repository = parseImageReference(name).repository;
  return (
    known.find((each) => parseImageReference(each).repository === repository) ?? known[0] ?? null
  );
}

const LONGEST_LABEL = 63;

/** A name for its container, as Kubernetes and Compose take it: `nginx` of `ghcr.io/acme/nginx`. */
export function containerName({ name }: Pick<ImageIdentity, "name">): string {
  const { repository } = parseImageReference(name);
  return dnsLabel(repository.split("/").at(-1) ?? "") ?? "app";
}

/** A name for an object about it, in which others of a cluster have other names: `ghcr-io-acme-app`. */
export function objectName({ name }: Pick<ImageIdentity, "name">): string {
  return dnsLabel(name) ?? "app";
}

/** Text as a DNS label (RFC 1123); null where nothing of it fits one. */
export function dnsLabel(text: string): string | null {
  const plain = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, "-")
    .slice(0, LONGEST_LABEL)
    .replace(/^-|-$/gu, "");
  return plain === "" ? null : plain;
}

/** What engines call a repository: Docker says `nginx`, containerd `docker.io/library/nginx`. */
export function repositoryForms(name: string): string[] {
  const [first = "", ...rest] = name.split("/");
  const hasRegistry = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  if (hasRegistry) return [name];
  if (rest.length > 0) return [name, `docker.io/${name}`];
  return [name, `docker.io/library/${name}`, `docker.io/${name}`];
}

/** As Kubernetes' components name an image: its repositories, or none where no engine has it. */
export function repositoryNames({ repositories }: Pick<ImageIdentity, "repositories">): string[] {
  const known = repositories.filter((name) => REFERENCE.test(name) && !name.startsWith("bundle:"));
  return sortedTexts(known.flatMap(repositoryForms));
}
