import { errnoName } from "../../model/kernel/errno.js";
import type { Bind, Send } from "../../model/events/events.js";
import type { Fact } from "../../model/events/fact.js";
import { FirstTexts } from "../evidence/first-texts.js";
import type { Place } from "./endpoints.js";
import { KEPT_BESIDE } from "../evidence/kept.js";
import type { Run } from "../run.js";
import { Tally } from "../evidence/tally.js";

/** Datagrams from one port of one run to one destination. */
class Sent {
  readonly tally = new Tally();
  readonly results = new Set<string>();

  constructor(
    readonly place: Place,
    readonly from: string,
  ) {}
}

/** Ports below this one need a privilege to bind, so clients do not send from them. */
const FIRST_UNPRIVILEGED = 1024;

/**
 * Datagrams that may be a server's answers: sent in the same run from a port that a program bound,
 * to a client's port. They belong to the listener. As destinations there would be one for each
 * client and each of its ports.
 *
 * A datagram to the same port number, or to a port below 1024, is not an answer: `ntpd` calls other
 * servers from its own port, and so do peers that talk to each other.
 */
export class Datagrams {
  readonly #sent = new FirstTexts<Sent>(KEPT_BESIDE.datagrams);
  readonly #awaited = new Set<string>();

  addBind({ transport, local, ephemeral, ret }: Bind, run: Run): void {
    if (transport !== "udp" || ret < 0 || ephemeral === true) return;
    this.#awaited.add(portOf(local.port, run));
  }

  static mayAnswer({ transport, local, remote }: Send): boolean {
    const isOwn = remote.port >= FIRST_UNPRIVILEGED && remote.port !== local.port;
    return transport === "udp" && local.port !== 0 && isOwn;
  }

  add({ transport, local, remote, ret }: Send, fact: Fact, run: Run): void {
    const from = portOf(local.port, run);
    const key = [from, remote.address, remote.port].join(" ");
    const sent = this.#sent.get(key, fact.count, () => new Sent({ transport, ...remote }, from));
    if (sent === undefined) return;
    sent.tally.add(fact, run);
    sent.results.add(ret >= 0 ? "sent" : errnoName(ret));
  }

  /** The datagrams that are not answers. Only at the end is it known which ports were bound. */
  *calls(): Iterable<Sent> {
    for (const sent of this.#sent.kept().values()) if (!this.#awaited.has(sent.from)) yield sent;
  }

  /** The number of dropped events. */
  get dropped(): number {
    return this.#sent.dropped;
  }
}

function portOf(port: number, { number }: Run): string {
  return `${String(number)} ${String(port)}`;
}
