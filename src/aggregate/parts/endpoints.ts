/** Ends of connections, in the form of destinations and listeners. */
import { escapePattern } from "../../model/baseline/pattern.js";
import type { Transport } from "../../model/events/events.js";
import type { Generalise, GeneralisedPath } from "../patterns/generalise.js";
import { socketAddress, socketPath } from "../patterns/socket-names.js";

export interface Place {
  readonly transport: Transport;
  /** an IPv4 or IPv6 address; for a unix socket, its address */
  readonly address: string;
  readonly port?: number;
  /** the file of a unix socket, if it differs from the address */
  readonly path?: string;
}

/**
 * A unix socket's place, with its file if that says more. Databases before schema 2 do not have the
 * file.
 */
export function unixPlace({ address, path }: { address: string; path?: string | null }): Place {
  const place = { transport: "unix" as const, address };
  const isKnown = path !== undefined && path !== null && path !== address;
  return isKnown ? { ...place, path } : place;
}

/** A place with unknown parts. */
type SomePlace = { readonly [F in keyof Place]?: Place[F] | undefined };

/** The names of a unix socket's place, as paths for generalisation. */
export function socketPathsOf({ transport, address, path }: SomePlace): string[] {
  if (transport !== "unix" || address === undefined) return [];
  return [socketPath(address), ...(path === undefined ? [] : [path])];
}

/** A unix socket's place with varying names replaced by patterns. */
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
