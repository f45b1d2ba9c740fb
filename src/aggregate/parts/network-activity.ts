import type { Lists } from "../../model/baseline/lists.js";
import {
  unreachable,
  type Bind,
  type Listen,
  type NetworkBehaviour,
  type Socket,
} from "../../model/events/events.js";
import type { Fact } from "../../model/events/fact.js";
import type { Generalise, GeneraliseAll } from "../patterns/generalise.js";
import { CalledAs } from "./called-as.js";
import type { Listing } from "./collector.js";
import { Destinations } from "./destinations.js";
import { Listeners } from "./listeners.js";
import { Names } from "./resolved-names.js";
import type { Run } from "../run.js";
import type { Tables } from "../tables/tables.js";

/** An image's network activity. */
export class NetworkActivity {
  readonly #destinations: Destinations;
  readonly #listeners = new Listeners();
  readonly #names = new Names();
  readonly #calledAs = new CalledAs();

  constructor({ secrets }: Tables) {
    this.#destinations = new Destinations(secrets);
  }

  add(behaviour: Exclude<NetworkBehaviour, Socket>, fact: Fact, run: Run): void {
    switch (behaviour.kind) {
      case "connect":
        this.#calledAs.addOwn(behaviour.local.address);
        this.#destinations.addConnect(behaviour, fact, run);
        return;
      case "send":
        this.#destinations.addSend(behaviour, fact, run);
        return;
      case "connect-unix":
        this.#destinations.addUnix(behaviour, fact, run);
        return;
      case "listen":
        this.#addEphemeral(behaviour, run);
        this.#listeners.addListen(behaviour, fact, run);
        return;
      case "bind":
        this.#addEphemeral(behaviour, run);
        this.#listeners.addBind(behaviour, fact, run);
        this.#destinations.addBind(behaviour, run);
        return;
      case "listen-unix":
        this.#listeners.addUnix(behaviour, fact, run);
        return;
      case "name-answer":
        this.#calledAs.addResolver(behaviour.server);
        this.#names.add(behaviour, fact, run);
        return;
      case "tls-hello":
        this.#destinations.addHello(behaviour, fact, run);
        return;
      case "http-request":
        this.#destinations.addRequest(behaviour, fact, run);
        return;
      default:
        unreachable(behaviour);
    }
  }

  #addEphemeral({ ephemeral, local }: Bind | Listen, run: Run): void {
    if (ephemeral === true && local.port !== 0) this.#calledAs.addEphemeral(local.port, run.number);
  }

  /**
   * @param generaliseFiles for names of unix sockets
   * @param generaliseName for DNS names
   */
  lists(
    listing: Listing,
    generaliseFiles: GeneraliseAll,
    generaliseName: Generalise,
  ): Pick<Lists, "destinations" | "listeners" | "names"> {
    const sockets = [...this.#destinations.socketPaths(), ...this.#listeners.socketPaths()];
    const generalise = generaliseFiles(sockets);
    const known = { names: this.#names, calledAs: this.#calledAs, generalise, generaliseName };
    return {
      destinations: this.#destinations.entries(known, listing),
      listeners: this.#listeners.entries(listing, generalise, this.#calledAs),
      names: this.#names.entries(listing, generaliseName),
    };
  }
}
