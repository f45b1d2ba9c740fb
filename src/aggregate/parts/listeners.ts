import type { ListenerEntry } from "../../model/baseline/baseline.js";
import type { Bind, Listen, ListenUnix } from "../../model/events/events.js";
import type { Fact } from "../../model/events/fact.js";
import type { PartLimits } from "../evidence/list-limits.js";
import { Places, unixPlace } from "./endpoints.js";
import type { Run } from "../run.js";
import type { NamesOf } from "../evidence/tally.js";

/** Where an image awaited connections or datagrams. */
export class Listeners {
  /** those with a port of their own, and unix sockets */
  readonly #fixed = new Places();
  /** those whose port the kernel chose: another in every run, so that they have none here */
  readonly #ephemeral = new Places();

  addListen({ transport, local, ephemeral }: Listen, fact: Fact, run: Run): void {
    const { address, port } = local;
    if (ephemeral === true) this.#ephemeral.add({ transport, address }, "", fact, run);
    else this.#fixed.add({ transport, address, port }, "", fact, run);
  }

  /**
   * Who binds a port of its choice awaits datagrams there. A port that the kernel chose is a
   * client's own, and a raw socket has none.
   */
  addBind({ transport, local, ephemeral, ret }: Bind, fact: Fact, run: Run): void {
    const { address, port } = local;
    if (ret < 0 || ephemeral === true || port === 0) return;
    this.#fixed.add({ transport, address, port }, "", fact, run);
  }

  addUnix(listen: ListenUnix, fact: Fact, run: Run): void {
    this.#fixed.add(unixPlace(listen), "", fact, run);
  }

  /** By transport, address, port; those without a port of their own at the end. */
  entries(namesOf: NamesOf, limits: PartLimits): ListenerEntry[] {
    const dropped = this.#fixed.dropped + this.#ephemeral.dropped;
    const entries = (places: Places, more: { ephemeral?: true }): ListenerEntry[] =>
      places
        .sorted()
        .map(({ place, support }) => ({ ...place, ...more, ...support.evidence(namesOf) }));
    const all = [...entries(this.#fixed, {}), ...entries(this.#ephemeral, { ephemeral: true })];
    return limits.entries(all, dropped, ({ address }) => address);
  }
}
