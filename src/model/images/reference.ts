/** Image references as users type them (github.com/distribution/reference). */

export interface ImageReference {
  /** the familiar form, without `docker.io/library/` */
  readonly repository: string;
  /** empty: the reference has none */
  readonly tag: string;
  /** `sha256:…`, or empty */
  readonly digest: string;
}

/** Splits a reference. An image id (`sha256:` and 64 digits) has no repository. */
export function parseImageReference(reference: string): ImageReference {
  if (/^sha256:[0-9a-f]{64}$/u.test(reference))
    return { repository: "", tag: "", digest: reference };
  const [name = "", digest = ""] = reference.split("@");
  const colon = name.lastIndexOf(":");
  const hasTag = colon > name.lastIndexOf("/");
  return {
    repository: familiarRepository(hasTag ? name.slice(0, colon) : name),
    tag: hasTag ? name.slice(colon + 1) : "",
    digest,
  };
}

/** The familiar form: `alpine` for `docker.io/library/alpine`. */
export function familiarRepository(repository: string): string {
  return repository.replace(/^(?:index\.)?docker\.io\//u, "").replace(/^library\/(?=[^/]+$)/u, "");
}
