/** Names of unix sockets vary as names of files do. Abstract ones have no file, but parts as well. */
/** Where nothing else lies: names may be random there, as below `/run`. */
const ABSTRACT = "/run/@@";

/** A socket's address as the path that its name is looked at as. */
export function socketPath(address: string): string {
  return address.startsWith("@") ? ABSTRACT + address.slice(1) : address;
}

/** What an address became, of which `socketPath` became the pattern. */
export function socketAddress<P extends { readonly path: string }>(found: P): P {
  if (!found.path.startsWith(ABSTRACT)) return found;
  return { ...found, path: `@${found.path.slice(ABSTRACT.length)}` };
}
