/**
 * The name of a destination in a baseline: not an address that differs in each run, if something
 * else identifies the destination.
 */
import type { Endpoint } from "../../model/events/events.js";
import type { Observed } from "../../model/baseline/part.js";

type Destination = Observed<"destinations">;

/** Stands for the server that answers DNS queries, at any address. No host has such a name. */
export const RESOLVER = "(resolver)";
/** Stands for any address in the container's own network. */
export const OWN_NETWORK = "(own network)";

const DNS_PORT = 53;

/** What is known about addresses, over all runs. */
export class CalledAs {
  readonly #resolvers = new Set<string>();
  /** run and port of listeners whose port the kernel chose */
  readonly #ephemeral = new Set<string>();
  readonly #own = new Set<string>();

  addResolver({ address, port }: Endpoint): void {
    if (port === DNS_PORT) this.#resolvers.add(address);
  }

  addEphemeral(port: number, run: number): void {
    if (this.#ephemeral.size < MOST) this.#ephemeral.add(`${String(run)} ${String(port)}`);
  }

  /** Adds an address of the container itself. */
  addOwn(address: string): void {
    if (this.#own.size < MOST && !isLoopback(address)) this.#own.add(address);
  }

  /**
   * @param name the DNS name that led to its address, if any
   * @param runs the runs in which it was called
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

  /** The container's own address differs in each run, so a listener there gets a fixed name. */
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

/** The network of a private address (RFC 1918), with the engine's default prefix length. */
function networkOf(address: string): string | null {
  const [a = "", b = "", c = ""] = address.split(".");
  if (a === "172" && Number(b) >= 16 && Number(b) <= 31) return `${a}.${b}`;
  if (a === "192" && b === "168") return `${a}.${b}.${String(Number(c) & 0xf0)}`;
  return a === "10" ? `${a}.${b}.${c}` : null;
}
