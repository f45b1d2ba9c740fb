import type { DestinationEntry } from "../../model/baseline/baseline.js";
import { errnoName } from "../../model/kernel/errno.js";
import type {
  Bind,
  Connect,
  ConnectUnix,
  HttpRequest,
  Send,
  TlsHello,
} from "../../model/events/events.js";
import type { Fact } from "../../model/events/fact.js";
import type { Run } from "../run.js";
import { Collector, type Listing } from "./collector.js";
import { Datagrams } from "./datagrams.js";
import { unixPlace } from "./endpoints.js";
import { Gathered } from "./gathered.js";
import { Messages } from "./messages.js";
import type { Observed } from "../../model/baseline/part.js";
import { MOST_TOLD, type Names } from "./resolved-names.js";

type Destination = Observed<"destinations">;

/** Whom an image called. */
export class Destinations {
  readonly #list = new Collector("destinations", (identity) => new Gathered(identity));
  readonly #messages = new Messages();
  readonly #datagrams = new Datagrams();
  /** UDP sockets that were connected, which sends nothing */
  readonly #connected = new Collector("destinations", (identity) => new Gathered(identity));

  addConnect({ transport, remote, ret }: Connect, fact: Fact, run: Run): void {
    if (transport === "udp") {
      if (remote.port === 0 || ret < 0) return;
      this.#connected.add({ transport, ...remote, results: ["connected"] }, fact, run);
      return;
    }
    this.#list.add({ transport, ...remote, results: [resultName(ret, "connected")] }, fact, run);
  }

  /**
   * Connects of UDP sockets that nothing explains: what is written to one is not always seen as
   * sent. To put the addresses of a name in order, getaddrinfo connects to each (RFC 6724).
   */
  #absorbConnected(isAnswer: (address: string, runs: Iterable<number>) => boolean): void {
    const called = new Set([...this.#list.gathered()].map(({ identity }) => endpointKey(identity)));
    for (const { identity, events } of this.#connected.gathered()) {
      const { address = "" } = identity;
      const isLocal = address === "::1" || address.startsWith("127.");
      if (isLocal || called.has(endpointKey(identity)) || isAnswer(address, events.runs()))
        continue;
      this.#list.absorb({ ...identity, results: ["connected"] }, events);
    }
  }

  addSend(send: Send, fact: Fact, run: Run): void {
    if (Datagrams.mayAnswer(send)) {
      this.#datagrams.add(send, fact, run);
      return;
    }
    const { transport, remote, ret } = send;
    this.#list.add({ transport, ...remote, results: [resultName(ret, "sent")] }, fact, run);
  }

  /** A port that datagrams are awaited on: what is sent from it may be answers. */
  addBind(bind: Bind, run: Run): void {
    this.#datagrams.addBind(bind, run);
  }

  addUnix(connect: ConnectUnix, fact: Fact, run: Run): void {
    const results = [resultName(connect.ret, "connected")];
    this.#list.add({ ...unixPlace(connect), results }, fact, run);
  }

  addHello(hello: TlsHello, fact: Fact, run: Run): void {
    this.#list.addHint({ transport: "tcp", ...hello.remote }, fact, run);
    this.#messages.addHello(hello, fact, run);
  }

  addRequest(request: HttpRequest, fact: Fact, run: Run): void {
    this.#list.addHint({ transport: "tcp", ...request.remote }, fact, run);
    this.#messages.addRequest(request, fact, run);
  }

  /** Once, when all has been added. */
  entries(names: Names, listing: Listing): DestinationEntry[] {
    for (const { place, tally, results } of this.#datagrams.calls()) {
      this.#list.absorb({ ...place, results: [...results] }, tally);
    }
    const nameOf = names.lookup();
    this.#absorbConnected((address, runs) => nameOf(address, runs).length > 0);
    const messages = this.#messages.byEndpoint();
    return this.#list.entries(listing, {
      dropped: this.#messages.dropped + this.#datagrams.dropped,
      more: (gathered, first) => {
        const { transport, address = "" } = gathered.identity;
        const sent = transport === "tcp" ? messages.get(endpointKey(gathered.identity)) : undefined;
        const known = transport === "unix" ? [] : nameOf(address, gathered.support.runs());
        const results = gathered.texts("results");
        return {
          results: results.length === 0 ? ["sent"] : results,
          names: unlessEmpty(first(known, MOST_TOLD)),
          serverNames: unlessEmpty(first(sent?.serverNames() ?? [])),
          requests: unlessEmpty(first(sent?.requests() ?? [])),
        };
      },
    });
  }
}

function unlessEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

function endpointKey({ address, port }: Destination): string {
  return `${address ?? ""} ${String(port)}`;
}

function resultName(ret: number, success: string): string {
  if (ret >= 0) return success;
  const name = errnoName(ret);
  return name === "EINPROGRESS" ? "in-progress" : name;
}
