/** Names of unix sockets vary like file names. An abstract name has no file, but parts as well. */

/**
 * A directory for abstract names that contains nothing else. As below `/run`, names may be random
 * there.
 */
const ABSTRACT = "/run/@@";

/** The path as which a socket's address is generalised. */
export function socketPath(address: string): string {
  return address.startsWith("@") ? ABSTRACT + address.slice(1) : address;
}

/** Converts the result for `socketPath` back into an address. */
export function socketAddress<P extends { readonly path: string }>(found: P): P {
  if (!found.path.startsWith(ABSTRACT)) return found;
  return { ...found, path: `@${found.path.slice(ABSTRACT.length)}` };
}
