/**
 * What a destination is called in a baseline: not by an address that is another in each run, where
 * something else says who it is.
 */
import type { Endpoint } from "../../model/events/events.js";
import type { Observed } from "../../model/baseline/part.js";

type Destination = Observed<"destinations">;

/** Stands for the server that answered queries of DNS, wherever it is. No host has such a name. */
export const RESOLVER = "(resolver)";
/** Stands for whoever has an address of the container's own network. */
export const OWN_NETWORK = "(own network)";

const DNS_PORT = 53;

/** What is known of the addresses of all runs. */
export class CalledAs {
  readonly #resolvers = new Set<string>();
  /** ports that the kernel chose for listeners, with their run */
  readonly #ephemeral = new Set<string>();
  readonly #own = new Set<string>();

  addResolver({ address, port }: Endpoint): void {
    if (port === DNS_PORT) this.#resolvers.add(address);
  }

  addEphemeral(port: number, run: number): void {
    if (this.#ephemeral.size < MOST) this.#ephemeral.add(`${String(run)} ${String(port)}`);
  }

  /** An address of the container itself. */
  addOwn(address: string): void {
    if (this.#own.size < MOST && !isLoopback(address)) this.#own.add(address);
  }

  /**
   * @param name the one that led to its address, if any
   * @param runs in which it was called
   */
  nameOf(place: Destination, name: string | undefined, runs: Iterable<number>): Destination {
    const { address = "", port, transport } = place;
    if (transport === "unix" || port === undefined) return place;
    const isOwn = isLoopback(address) || this.#own.has(address);
    if (isOwn && [...runs].some((run) => this.#ephemeral.has(`${String(run)} ${String(port)}`))) {
      return {
        ...place,
        address: isLoopback(address) ? address : OWN_NETWORK,
        port: undefined,
        ephemeral: true,
      };
    }
    if (isLoopback(address)) return place;
    if (port === DNS_PORT && this.#resolvers.has(address)) return { ...place, address: RESOLVER };
    if (name !== undefined) return { ...place, address: name };
    return this.#isNear(address) ? { ...place, address: OWN_NETWORK } : place;
  }

  /** A listener at the container's own address is at another in each run. */
  listenerOf(place: Observed<"listeners">): Observed<"listeners"> {
    return this.#own.has(place.address ?? "") ? { ...place, address: OWN_NETWORK } : place;
  }

  #isNear(address: string): boolean {
    const network = networkOf(address);
    return network !== null && [...this.#own].some((own) => networkOf(own) === network);
  }
}

/** A container chooses how many it has. */
const MOST = 1000;

export function isLoopback(address: string): boolean {
  return address === "::1" || address.startsWith("127.");
}

/** Of a private address (RFC 1918) what an engine gives a network unless it is told another. */
function networkOf(address: string): string | null {
  const [a = "", b = "", c = ""] = address.split(".");
  if (a === "172" && Number(b) >= 16 && Number(b) <= 31) return `${a}.${b}`;
  if (a === "192" && b === "168") return `${a}.${b}.${String(Number(c) & 0xf0)}`;
  return a === "10" ? `${a}.${b}.${c}` : null;
}
