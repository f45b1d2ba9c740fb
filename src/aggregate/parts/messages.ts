import type { RequestEntry } from "../../model/baseline/baseline.js";
import type { Endpoint, HttpRequest, TlsHello } from "../../model/events/events.js";
import type { Fact } from "../../model/events/fact.js";
import { sortedBy, sortedTexts } from "../../model/order.js";
import { FirstTexts } from "../evidence/first-texts.js";
import { generaliseRequests } from "./requests.js";
import { KEPT_BESIDE } from "../evidence/kept.js";
import type { Run } from "../run.js";
import type { SecretTables } from "../secrets/secret-tables.js";
import { Tally } from "../evidence/tally.js";

interface Hello {
  readonly remote: Endpoint;
  readonly serverName: string;
  readonly tally: Tally;
}

interface Request {
  readonly request: HttpRequest;
  readonly tally: Tally;
}

/** The names and requests sent to one address and port, or to several. */
export class SentMessages {
  readonly names = new Set<string>();
  /** paths by method and host */
  readonly paths = new Map<string, { method: string; host: string; paths: string[] }>();

  absorb({ names, paths }: SentMessages): void {
    for (const name of names) this.names.add(name);
    for (const [key, request] of paths) {
      const { method, host } = request;
      const known = this.paths.get(key) ?? { method, host, paths: [] };
      this.paths.set(key, known);
      known.paths.push(...request.paths);
    }
  }

  /** The server names that were requested. */
  askedNames(): ReadonlySet<string> {
    return new Set([...this.names, ...[...this.paths.values()].map(({ host }) => host)]);
  }

  serverNames(): string[] {
    return sortedTexts(this.names);
  }

  /** Sorted by host, path, method. */
  requests(secrets: SecretTables): RequestEntry[] {
    const entries = [...this.paths.values()].flatMap(({ method, host, paths }) =>
      generaliseRequests(method, host, paths, secrets),
    );
    return sortedBy(entries, ({ host, path, rule = "", method }) =>
      [host, path, rule, method].join("\0"),
    );
  }
}

/** Server names in TLS greetings and in plain HTTP requests. */
export class Messages {
  readonly #hellos = new FirstTexts<Hello>(KEPT_BESIDE.messages);
  readonly #requests = new FirstTexts<Request>(KEPT_BESIDE.messages);

  addHello({ remote, serverName }: TlsHello, fact: Fact, run: Run): void {
    if (serverName === null) return;
    const make = (): Hello => ({ remote, serverName, tally: new Tally() });
    const key = [remote.address, remote.port, serverName].join("\0");
    this.#hellos.get(key, fact.count, make)?.tally.add(fact, run);
  }

  addRequest(request: HttpRequest, fact: Fact, run: Run): void {
    const { remote, method, host, path } = request;
    const key = [remote.address, remote.port, host ?? "", method, path].join("\0");
    const make = (): Request => ({ request, tally: new Tally() });
    this.#requests.get(key, fact.count, make)?.tally.add(fact, run);
  }

  /** The number of dropped events. */
  get dropped(): number {
    return this.#hellos.dropped + this.#requests.dropped;
  }

  /** By address and port, with a space between them. */
  byEndpoint(): Map<string, SentMessages> {
    const found = new Map<string, SentMessages>();
    const at = ({ address, port }: Endpoint): SentMessages => {
      const key = `${address} ${String(port)}`;
      const known = found.get(key) ?? new SentMessages();
      found.set(key, known);
      return known;
    };
    for (const { remote, serverName } of this.#hellos.kept().values()) {
      at(remote).names.add(serverName);
    }
    for (const { request } of this.#requests.kept().values()) {
      const { method, path, remote } = request;
      const host = request.host ?? "";
      const { paths } = at(remote);
      const known = paths.get(`${method}\0${host}`) ?? { method, host, paths: [] };
      paths.set(`${method}\0${host}`, known);
      known.paths.push(path);
    }
    return found;
  }
}
