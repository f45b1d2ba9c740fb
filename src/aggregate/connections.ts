import type { DestinationEntry, ListenerEntry } from "../model/baseline.js";
import { errnoName } from "../model/errno.js";
import type { Connect, ConnectUnix, Listen, Transport } from "../model/events.js";
import type { Fact } from "../model/fact.js";
import { compareTexts, sortedTexts } from "../model/order.js";
import { Tally, type NamesOf } from "./tally.js";

interface Place {
  readonly transport: Transport;
  readonly address: string;
  readonly port?: number;
}

/** Destinations or listeners, each place once. */
class Places<P extends Place> {
  readonly #known = new Map<string, { place: P; tally: Tally; results: Set<string> }>();

  add(place: P, result: string, fact: Fact, run: number): void {
    const key = JSON.stringify([place.transport, place.address, place.port]);
    const known = this.#known.get(key) ?? { place, tally: new Tally(), results: new Set() };
    this.#known.set(key, known);
    known.tally.add(fact, run);
    known.results.add(result);
  }

  sorted(): { place: P; tally: Tally; results: Set<string> }[] {
    return [...this.#known.values()].sort(
      ({ place: a }, { place: b }) =>
        compareTexts(a.transport, b.transport) ||
        compareTexts(a.address, b.address) ||
        (a.port ?? 0) - (b.port ?? 0),
    );
  }
}

/** Whom an image called. */
export class Destinations {
  readonly #places = new Places<Place>();

  /**
   * A connect of a UDP socket sends nothing: getaddrinfo does it only to learn which
   * address of its own it would send from (RFC 6724). It is no destination.
   */
  addConnect(connect: Connect, fact: Fact, run: number): void {
    if (connect.transport === "udp") return;
    const { address, port } = connect.remote;
    const place = { transport: connect.transport, address, port };
    this.#places.add(place, resultName(connect.ret), fact, run);
  }

  addUnix({ address, ret }: ConnectUnix, fact: Fact, run: number): void {
    this.#places.add({ transport: "unix", address }, resultName(ret), fact, run);
  }

  /** By transport, address, port. */
  entries(namesOf: NamesOf): DestinationEntry[] {
    return this.#places.sorted().map(({ place, tally, results }) => ({
      ...place,
      results: sortedTexts(results),
      ...tally.evidence(namesOf),
    }));
  }
}

function resultName(ret: number): string {
  if (ret >= 0) return "connected";
  const name = errnoName(ret);
  return name === "EINPROGRESS" ? "in-progress" : name;
}

/** Where an image awaited connections. */
export class Listeners {
  readonly #places = new Places<Place & { port: number }>();

  add({ transport, local }: Listen, fact: Fact, run: number): void {
    const { address, port } = local;
    this.#places.add({ transport, address, port }, "", fact, run);
  }

  /** By transport, address, port. */
  entries(namesOf: NamesOf): ListenerEntry[] {
    return this.#places
      .sorted()
      .map(({ place, tally }) => ({ ...place, ...tally.evidence(namesOf) }));
  }
}
