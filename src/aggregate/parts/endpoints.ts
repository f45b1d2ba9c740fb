/** Ends of connections, as destinations and listeners have them. */
import type { Transport } from "../../model/events/events.js";

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
