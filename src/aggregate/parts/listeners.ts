import type { ListenerEntry } from "../../model/baseline/baseline.js";
import type { Observed } from "../../model/baseline/part.js";
import type { Bind, Listen, ListenUnix } from "../../model/events/events.js";
import type { Fact } from "../../model/events/fact.js";
import type { Run } from "../run.js";
import { Collector, type Listing } from "./collector.js";
import type { Generalise } from "../patterns/generalise.js";
import type { CalledAs } from "./called-as.js";
import { generaliseSocket, socketPathsOf, unixPlace } from "./endpoints.js";
import { Gathered } from "./gathered.js";

/** Where an image listened for connections or datagrams. */
export class Listeners {
  readonly #list = new Collector("listeners", (identity) => new Gathered(identity));

  /** A port that the kernel chose differs in every run, so it is left out. */
  addListen({ transport, local, ephemeral }: Listen, fact: Fact, run: Run): void {
    const { address, port } = local;
    const place = ephemeral === true ? { ephemeral } : { port };
    this.#list.add({ transport, address, ...place }, fact, run);
  }

  /**
   * A program that binds a port of its choice listens for datagrams there. A port that the kernel
   * chose is a client's, and a raw socket has none.
   */
  addBind({ transport, local, ephemeral, ret }: Bind, fact: Fact, run: Run): void {
    const { address, port } = local;
    if (ret < 0 || ephemeral === true || port === 0) return;
    this.#list.add({ transport, address, port }, fact, run);
  }

  addUnix(listen: ListenUnix, fact: Fact, run: Run): void {
    this.#list.add(unixPlace(listen), fact, run);
  }

  /** Names of unix sockets, as paths for generalisation. */
  *socketPaths(): Iterable<string> {
    for (const { identity } of this.#list.gathered()) yield* socketPathsOf(identity);
  }

  entries(listing: Listing, generalise: Generalise, calledAs: CalledAs): ListenerEntry[] {
    const atRandom = this.#portsAtRandom(calledAs);
    return this.#list.entries(listing, {
      generalise: (place) => {
        if (place.transport === "unix") return generaliseSocket(place, generalise);
        const called = calledAs.listenerOf(place);
        if (place.port === undefined || !atRandom.get(keyOf(called))?.has(place.port))
          return called;
        return { ...called, port: undefined, ephemeral: true };
      },
    });
  }

  /**
   * UDP ports that programs choose at random, as name servers do against forged answers: many ports
   * of one address, far apart, none in two runs.
   */
  #portsAtRandom(calledAs: CalledAs): Map<string, ReadonlySet<number>> {
    const ports = new Map<string, Set<number>>();
    for (const { identity, support } of this.#list.gathered()) {
      const { transport, port = 0 } = identity;
      if (transport !== "udp" || port < FIRST_UNPRIVILEGED || [...support.runs()].length > 1)
        continue;
      const key = keyOf(calledAs.listenerOf(identity));
      ports.set(key, (ports.get(key) ?? new Set()).add(port));
    }
    return new Map([...ports].filter(([, each]) => areAtRandom([...each])));
  }
}

const FIRST_UNPRIVILEGED = 1024;
const FEWEST_AT_RANDOM = 16;
/** Ports of a configured range are only one or two apart. */
const SHORTEST_MEAN_GAP = 16;

function areAtRandom(ports: readonly number[]): boolean {
  const width = Math.max(...ports) - Math.min(...ports);
  return ports.length >= FEWEST_AT_RANDOM && width >= SHORTEST_MEAN_GAP * ports.length;
}

function keyOf({ transport, address }: Observed<"listeners">): string {
  return `${transport} ${address ?? ""}`;
}
