import type { Transport } from "../../model/events/events.js";
import type { Fact } from "../../model/events/fact.js";
import { compareTexts } from "../../model/order.js";
import { BOUNDS } from "../evidence/bounds.js";
import { FirstTexts } from "../evidence/first-texts.js";
import type { Run } from "../run.js";
import { Tally } from "../evidence/tally.js";

/** An end of connections. */
export interface Place {
  readonly transport: Transport;
  /** IPv4 or IPv6 text; of a unix socket its address */
  readonly address: string;
  readonly port?: number;
  /** of a unix socket its file, where that is not the address */
  readonly path?: string;
}

class SeenPlace {
  readonly calls = new Tally();
  readonly messages = new Tally();
  readonly results = new Set<string>();

  constructor(readonly place: Place) {}

  /** What was sent over a connection counts where the connection itself was not seen. */
  get support(): Tally {
    return this.calls.count > 0 ? this.calls : this.messages;
  }

  /** All events, for the bounds. */
  get tally(): { count: number } {
    return { count: this.calls.count + this.messages.count };
  }
}

/** Destinations or listeners, each place once. */
export class Places {
  readonly #known = new FirstTexts<SeenPlace>(BOUNDS.places);

  add(place: Place, result: string, fact: Fact, run: Run): void {
    const seen = this.#at(place, fact.count);
    seen?.calls.add(fact, run);
    seen?.results.add(result);
  }

  /** Something was sent there, over a connection that should have been seen. */
  addMessage(place: Place, fact: Fact, run: Run): void {
    this.#at(place, fact.count)?.messages.add(fact, run);
  }

  /** Adds what was gathered of calls to it. */
  absorb(place: Place, calls: Tally, results: Iterable<string>): void {
    const seen = this.#at(place, calls.count);
    seen?.calls.absorb(calls);
    for (const result of results) seen?.results.add(result);
  }

  #at(place: Place, count: number): SeenPlace | undefined {
    const { transport, address, port = "", path = "" } = place;
    // the name of a unix socket may hold a NUL
    const name = transport === "unix" ? JSON.stringify(address) : address;
    const key = [transport, name, port, path].join("\0");
    return this.#known.get(key, count, () => new SeenPlace(place));
  }

  /** How many events were dropped. */
  get dropped(): number {
    return this.#known.dropped;
  }

  /** By transport, address, port, path. */
  sorted(): SeenPlace[] {
    return [...this.#known.kept().values()].sort(
      ({ place: a }, { place: b }) =>
        compareTexts(a.transport, b.transport) ||
        compareTexts(a.address, b.address) ||
        (a.port ?? 0) - (b.port ?? 0) ||
        compareTexts(a.path ?? "", b.path ?? ""),
    );
  }
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
