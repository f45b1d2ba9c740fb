/** Image references as people type them (github.com/distribution/reference). */

export interface ImageReference {
  /** familiar form: without `docker.io/library/` */
  readonly repository: string;
  /** empty when the reference names none */
  readonly tag: string;
  /** `sha256:…`, or empty */
  readonly digest: string;
}

/** Splits a reference; an image's id (`sha256:` and 64 digits) has no repository. */
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

/** `docker.io/library/alpine` is what people call `alpine`. */
export function familiarRepository(repository: string): string {
  return repository.replace(/^(?:index\.)?docker\.io\//u, "").replace(/^library\/(?=[^/]+$)/u, "");
}
