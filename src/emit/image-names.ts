/** Names of an image in container settings and objects. */
import type { ImageIdentity } from "../model/baseline/baseline.js";
import { parseImageReference } from "../model/images/reference.js";
import { sortedTexts } from "../model/order.js";

/** The syntax of references; any other text is kept out of files that an engine reads. */
const REFERENCE = /^[a-z0-9][\w./:@-]{0,500}$/iu;

/** The reference it was started by, or its own name; null: it is not an engine's image. */
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

/** A container name for Kubernetes and Compose: `nginx` for `ghcr.io/acme/nginx`. */
export function containerName({ name }: Pick<ImageIdentity, "name">): string {
  const { repository } = parseImageReference(name);
  return dnsLabel(repository.split("/").at(-1) ?? "") ?? "app";
}

/** An object name that is unique in a cluster: `ghcr-io-acme-app`. */
export function objectName({ name }: Pick<ImageIdentity, "name">): string {
  return dnsLabel(name) ?? "app";
}

/** Text as a DNS label (RFC 1123); null: none of its characters fit. */
export function dnsLabel(text: string): string | null {
  const plain = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, "-")
    .slice(0, LONGEST_LABEL)
    .replace(/^-|-$/gu, "");
  return plain === "" ? null : plain;
}

/**
 * A repository in each engine's form: `nginx` in Docker, `docker.io/library/nginx` in containerd.
 */
export function repositoryForms(name: string): string[] {
  const [first = "", ...rest] = name.split("/");
  const hasRegistry = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  if (hasRegistry) return [name];
  if (rest.length > 0) return [name, `docker.io/${name}`];
  return [name, `docker.io/library/${name}`, `docker.io/${name}`];
}

/** Repositories as Kubernetes components write them; empty: no engine has the image. */
export function repositoryNames({ repositories }: Pick<ImageIdentity, "repositories">): string[] {
  const known = repositories.filter((name) => REFERENCE.test(name) && !name.startsWith("bundle:"));
  return sortedTexts(known.flatMap(repositoryForms));
}
