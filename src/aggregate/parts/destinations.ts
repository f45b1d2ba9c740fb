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
import { sortedTexts } from "../../model/order.js";
import { Datagrams } from "./datagrams.js";
import type { PartLimits } from "../evidence/list-limits.js";
import { Messages } from "./messages.js";
import { MOST_TOLD, type Names } from "./resolved-names.js";
import { Places, unixPlace, type Place } from "./endpoints.js";
import type { Run } from "../run.js";
import type { NamesOf } from "../evidence/tally.js";

/** Whom an image called. */
export class Destinations {
  readonly #places = new Places();
  readonly #messages = new Messages();
  readonly #datagrams = new Datagrams();
  /** UDP sockets that were connected, which sends nothing */
  readonly #connected = new Places();

  addConnect({ transport, remote, ret }: Connect, fact: Fact, run: Run): void {
    if (transport === "udp") {
      if (remote.port !== 0 && ret >= 0)
        this.#connected.add({ transport, ...remote }, "connected", fact, run);
      return;
    }
    this.#places.add({ transport, ...remote }, resultName(ret, "connected"), fact, run);
  }

  /**
   * Connects of UDP sockets that nothing explains: what is written to one is not always seen as
   * sent. To put the addresses of a name in order, getaddrinfo connects to each (RFC 6724).
   */
  #absorbConnected(isAnswer: (address: string, runs: Iterable<number>) => boolean): void {
    const called = new Set(this.#places.sorted().map(({ place }) => endpointKey(place)));
    for (const { place, calls, results } of this.#connected.sorted()) {
      const isLocal = place.address === "::1" || place.address.startsWith("127.");
      if (isLocal || called.has(endpointKey(place)) || isAnswer(place.address, calls.runs()))
        continue;
      this.#places.absorb(place, calls, results);
    }
  }

  addSend(send: Send, fact: Fact, run: Run): void {
    if (Datagrams.mayAnswer(send)) {
      this.#datagrams.add(send, fact, run);
      return;
    }
    const { transport, remote, ret } = send;
    this.#places.add({ transport, ...remote }, resultName(ret, "sent"), fact, run);
  }

  /** A port that datagrams are awaited on: what is sent from it may be answers. */
  addBind(bind: Bind, run: Run): void {
    this.#datagrams.addBind(bind, run);
  }

  addUnix(connect: ConnectUnix, fact: Fact, run: Run): void {
    this.#places.add(unixPlace(connect), resultName(connect.ret, "connected"), fact, run);
  }

  addHello(hello: TlsHello, fact: Fact, run: Run): void {
    this.#places.addMessage({ transport: "tcp", ...hello.remote }, fact, run);
    this.#messages.addHello(hello, fact, run);
  }

  addRequest(request: HttpRequest, fact: Fact, run: Run): void {
    this.#places.addMessage({ transport: "tcp", ...request.remote }, fact, run);
    this.#messages.addRequest(request, fact, run);
  }

  /** By transport, address, port, path. Once, when all has been added. */
  entries(names: Names, namesOf: NamesOf, limits: PartLimits): DestinationEntry[] {
    for (const { place, tally, results } of this.#datagrams.calls()) {
      this.#places.absorb(place, tally, results);
    }
    const nameOf = names.lookup();
    this.#absorbConnected((address, runs) => nameOf(address, runs).length > 0);
    const messages = this.#messages.byEndpoint();
    const entries = this.#places.sorted().map(({ place, support, results }): DestinationEntry => {
      const known = place.transport === "unix" ? [] : nameOf(place.address, support.runs());
      const sent = place.transport === "tcp" ? messages.get(endpointKey(place)) : undefined;
      const serverNames = limits.names(sent?.serverNames() ?? []);
      const requests = limits.names(sent?.requests() ?? []);
      return {
        ...place,
        results: results.size === 0 ? ["sent"] : sortedTexts(results),
        ...(known.length === 0 ? {} : { names: limits.names(known, MOST_TOLD) }),
        ...(serverNames.length === 0 ? {} : { serverNames }),
        ...(requests.length === 0 ? {} : { requests }),
        ...support.evidence(namesOf),
      };
    });
    const dropped = this.#places.dropped + this.#messages.dropped + this.#datagrams.dropped;
    return limits.entries(entries, dropped, ({ address }) => address);
  }
}

function endpointKey({ address, port }: Place): string {
  return `${address} ${String(port)}`;
}

function resultName(ret: number, success: string): string {
  if (ret >= 0) return success;
  const name = errnoName(ret);
  return name === "EINPROGRESS" ? "in-progress" : name;
}
