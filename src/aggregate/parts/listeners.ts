import type { ListenerEntry } from "../../model/baseline/baseline.js";
import type { Bind, Listen, ListenUnix } from "../../model/events/events.js";
import type { Fact } from "../../model/events/fact.js";
import type { Run } from "../run.js";
import { Collector, type Listing } from "./collector.js";
import type { Generalise } from "../patterns/generalise.js";
import type { CalledAs } from "./called-as.js";
import { generaliseSocket, socketPathsOf, unixPlace } from "./endpoints.js";
import { Gathered } from "./gathered.js";

/** Where an image awaited connections or datagrams. */
export class Listeners {
  readonly #list = new Collector("listeners", (identity) => new Gathered(identity));

  /** A port that the kernel chose is another in every run, so that it isn't told. */
  addListen({ transport, local, ephemeral }: Listen, fact: Fact, run: Run): void {
    const { address, port } = local;
    const place = ephemeral === true ? { ephemeral } : { port };
    this.#list.add({ transport, address, ...place }, fact, run);
  }

  /**
   * Who binds a port of its choice awaits datagrams there. A port that the kernel chose is a
   * client's own, and a raw socket has none.
   */
  addBind({ transport, local, ephemeral, ret }: Bind, fact: Fact, run: Run): void {
    const { address, port } = local;
    if (ret < 0 || ephemeral === true || port === 0) return;
    this.#list.add({ transport, address, port }, fact, run);
  }

  addUnix(listen: ListenUnix, fact: Fact, run: Run): void {
    this.#list.add(unixPlace(listen), fact, run);
  }

  /** Names of unix sockets, as the paths that they are looked at as. */
  *socketPaths(): Iterable<string> {
    for (const { identity } of this.#list.gathered()) yield* socketPathsOf(identity);
  }

  entries(listing: Listing, generalise: Generalise, calledAs: CalledAs): ListenerEntry[] {
    return this.#list.entries(listing, {
      generalise: (place) =>
        place.transport === "unix"
          ? generaliseSocket(place, generalise)
          : calledAs.listenerOf(place),
    });
  }
}
