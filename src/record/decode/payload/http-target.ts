/** Parses the target of an HTTP request: host, port and path (RFC 9112, 3.2). */
import { isIPv6 } from "node:net";
import { readHostName } from "./host-name.js";

/** A host and its port; null is what wasn't given. */
export interface Authority {
  readonly host: string;
  readonly port: number | null;
}

export interface RequestTarget {
  /** What the target itself names, which goes before the Host header (RFC 9112, 3.2.2). */
  readonly authority: Authority | null;
  /** The path's bytes as Latin-1, without query and fragment; null for CONNECT. */
  readonly path: string | null;
  /** Whether the path may go on behind what was read. */
  readonly isPathCut: boolean;
}

/** RFC 9112, 3.2.2: the scheme, the authority, the rest. */
const ABSOLUTE = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)(.*)$/i;
const CONTROLS = /[\0-\x20\x7f]/;
const LARGEST_PORT = 65_535;

/**
 * Takes a request's target apart. `isCut`: the bytes end with it, so it may go on.
 * Null when it has none of the four forms, or too little of it is there to tell whose what is.
 */
export function readRequestTarget(
  method: string,
  target: string,
  isCut: boolean,
): RequestTarget | null {
  if (CONTROLS.test(target)) return null;
  if (method === "CONNECT") {
    const authority = isCut ? null : readAuthority(target);
    return typeof authority?.port !== "number" ? null : { authority, path: null, isPathCut: false };
  }
  if (target.startsWith("/")) return { authority: null, ...readPath(target, isCut) };
  if (target === "*" && method === "OPTIONS" && !isCut) {
    return { authority: null, path: "*", isPathCut: false };
  }
  const [, authorityText, rest] = ABSOLUTE.exec(target) ?? [];
  if (authorityText === undefined || rest === undefined) return null;
  // Of "user:secret" that ends here, the "@" may still follow.
  if (rest === "" && isCut) return null;
  const authority = readAuthority(authorityText);
  if (authority === null) return null;
  // RFC 9112, 3.2.4: in the absolute form the asterisk is a missing path.
  if (rest === "" && method === "OPTIONS") return { authority, path: "*", isPathCut: false };
  return { authority, ...readPath(rest, isCut) };
}

/** RFC 3986, 3.3: the path ends at the query or the fragment; an empty one is "/". */
function readPath(text: string, isCut: boolean): { path: string; isPathCut: boolean } {
  const end = text.search(/[?#]/);
  const path = end < 0 ? text : text.slice(0, end);
  return { path: path === "" ? "/" : path, isPathCut: end < 0 && isCut };
}

/**
 * RFC 3986, 3.2: `userinfo@host:port`, of which the first part is dropped. An IPv6 address comes
 * without its brackets. Null when the host or the port can't be one.
 */
export function readAuthority(text: string): Authority | null {
  const place = text.slice(text.lastIndexOf("@") + 1);
  const [, literal, name, digits] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d{0,5}))?$/.exec(place) ?? [];
  const host = literal === undefined ? readHostName(name ?? "") : readIpv6(literal);
  const port = digits === undefined || digits === "" ? null : Number(digits);
  return host === null || (port ?? 0) > LARGEST_PORT ? null : { host, port };
}

function readIpv6(text: string): string | null {
  return isIPv6(text) && !text.includes("%") ? text.toLowerCase() : null;
}
