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
import type { Generalise } from "../patterns/generalise.js";
import { isLoopback, type CalledAs } from "./called-as.js";
import { generaliseSocket, socketPathsOf, unixPlace } from "./endpoints.js";
import { Gathered } from "./gathered.js";
import type { SecretTables } from "../secrets/secret-tables.js";
import { Messages, SentMessages } from "./messages.js";
import type { Observed } from "../../model/baseline/part.js";
import { MOST_TOLD, type Names } from "./resolved-names.js";

type Place = Observed<"destinations">;

/** A destination that may have several addresses. */
class Destination extends Gathered<"destinations"> {
  readonly sent = new SentMessages();

  override absorb(other: this): void {
    super.absorb(other);
    this.sent.absorb(other.sent);
  }
}

/** What is known besides the calls. */
interface Known {
  readonly names: Names;
  readonly calledAs: CalledAs;
  /** for names of unix sockets */
  readonly generalise: Generalise;
  /** for DNS names */
  readonly generaliseName: Generalise;
}

/** The destinations of an image. */
export class Destinations {
  readonly #list = new Collector("destinations", (identity) => new Destination(identity));
  readonly #messages = new Messages();
  readonly #secrets: SecretTables;
  readonly #datagrams = new Datagrams();
  /** connects of UDP sockets, which send nothing by themselves */
  readonly #connected = new Collector("destinations", (identity) => new Gathered(identity));

  constructor(secrets: SecretTables) {
    this.#secrets = secrets;
  }

  addConnect({ transport, remote, ret }: Connect, fact: Fact, run: Run): void {
    if (transport === "udp") {
      if (remote.port === 0 || ret < 0) return;
      this.#connected.add({ transport, ...remote, results: ["connected"] }, fact, run);
      return;
    }
    this.#list.add({ transport, ...remote, results: [resultName(ret, "connected")] }, fact, run);
  }

  /**
   * Adds connects of UDP sockets that nothing else explains, because writes to such a socket are
   * not always seen as sends. Left out are connects by which getaddrinfo sorts the addresses of a
   * name: it connects to each address with the port of the later call (RFC 6724).
   */
  #absorbConnected(isAnswer: (address: string, runs: Iterable<number>) => boolean): void {
    const places = [...this.#list.gathered()].map(({ identity }) => identity);
    const called = new Set(places.map(endpointKey));
    const ports = new Set(places.map(({ port }) => port));
    for (const { identity, events } of this.#connected.gathered()) {
      const { address = "", port } = identity;
      const isSorted = ports.has(port) && isAnswer(address, events.runs());
      if (isLoopback(address) || called.has(endpointKey(identity)) || isSorted) continue;
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

  /** A bound UDP port: datagrams from it may be answers. */
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

  /** Names of unix sockets, as paths for generalisation. */
  *socketPaths(): Iterable<string> {
    for (const { identity } of this.#list.gathered()) yield* socketPathsOf(identity);
  }

  /** Call once, after all events were added. */
  entries(
    { names, calledAs, generalise, generaliseName }: Known,
    listing: Listing,
  ): DestinationEntry[] {
    for (const { place, tally, results } of this.#datagrams.calls()) {
      this.#list.absorb({ ...place, results: [...results] }, tally);
    }
    const nameOf = names.lookup();
    this.#absorbConnected((address, runs) => nameOf(address, runs).length > 0);
    const messages = this.#messages.byEndpoint();
    const places = new Map<Place, Place>();
    return this.#list.entries(listing, {
      dropped: this.#messages.dropped + this.#datagrams.dropped,
      settle: (gathered) => {
        const { identity } = gathered;
        const { transport, address = "" } = identity;
        if (transport === "unix") {
          places.set(identity, generaliseSocket(identity, generalise));
          return;
        }
        const runs = [...gathered.support.runs()];
        const known = nameOf(address, runs);
        const sent = transport === "tcp" ? messages.get(endpointKey(identity)) : undefined;
        if (sent !== undefined) gathered.sent.absorb(sent);
        const asked = known.find((name) => sent?.askedNames().has(name));
        const place = calledAs.nameOf(identity, asked ?? known[0], runs);
        places.set(identity, withPattern(place, generaliseName));
        gathered.addTo("names", known);
        if (place.address !== address) gathered.addTo("addresses", [address]);
      },
      generalise: (identity) => places.get(identity) ?? identity,
      more: (gathered, first) => {
        const { sent } = gathered;
        const results = gathered.texts("results");
        return {
          results: results.length === 0 ? ["sent"] : results,
          names: unlessEmpty(first(gathered.texts("names"), MOST_TOLD)),
          serverNames: unlessEmpty(first(sent.serverNames())),
          requests: unlessEmpty(first(sent.requests(this.#secrets))),
        };
      },
    });
  }
}

/** A DNS name may be a pattern itself; an address never is. */
function withPattern(place: Place, generaliseName: Generalise): Place {
  const { path: address, rule, stars } = generaliseName(place.address ?? "");
  return rule === undefined ? place : { ...place, address, rule, stars };
}

function unlessEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

function endpointKey({ address, port }: Place): string {
  return `${address ?? ""} ${String(port)}`;
}

function resultName(ret: number, success: string): string {
  if (ret >= 0) return success;
  const name = errnoName(ret);
  return name === "EINPROGRESS" ? "in-progress" : name;
}
