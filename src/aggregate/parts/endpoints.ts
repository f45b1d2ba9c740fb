/** Ends of connections, as destinations and listeners have them. */
import { escapePattern } from "../../model/baseline/pattern.js";
import type { Transport } from "../../model/events/events.js";
import type { Generalise, GeneralisedPath } from "../patterns/generalise.js";
import { socketAddress, socketPath } from "../patterns/socket-names.js";

export interface Place {
  readonly transport: Transport;
  /** IPv4 or IPv6 text; of a unix socket its address */
  readonly address: string;
  readonly port?: number;
  /** of a unix socket its file, where that is not the address */
  readonly path?: string;
}

/**
 * A unix socket's place, with its file where that tells more. Databases of cxray before its second
 * schema have no word of the file.
 */
export function unixPlace({ address, path }: { address: string; path?: string | null }): Place {
  const place = { transport: "unix" as const, address };
  const isKnown = path !== undefined && path !== null && path !== address;
  return isKnown ? { ...place, path } : place;
}

/** A place of which parts are not known. */
type SomePlace = { readonly [F in keyof Place]?: Place[F] | undefined };

/** The names of a unix socket's place, as the paths that they are looked at as. */
export function socketPathsOf({ transport, address, path }: SomePlace): string[] {
  if (transport !== "unix" || address === undefined) return [];
  return [socketPath(address), ...(path === undefined ? [] : [path])];
}

/** A unix socket's place, in which names that vary are patterns. */
export function generaliseSocket<P extends SomePlace>(
  place: P,
  generalise: Generalise,
): P & Pick<GeneralisedPath, "rule" | "stars"> {
  const { address = "", path } = place;
  const file = path === undefined ? undefined : generalise(path);
  const found = socketAddress(generalise(socketPath(address)));
  if (found.rule === undefined && file?.rule === undefined) return place;
  const { rule, stars } = found.rule === undefined ? (file ?? found) : found;
  return {
    ...place,
    address: found.rule === undefined ? escapePattern(address) : found.path,
    ...(file === undefined || path === undefined
      ? {}
      : { path: file.rule === undefined ? escapePattern(path) : file.path }),
    ...(rule === undefined ? {} : { rule }),
    ...(stars === undefined ? {} : { stars }),
  };
}
