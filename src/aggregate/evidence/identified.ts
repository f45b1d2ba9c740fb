import type { Fact } from "../../model/events/fact.js";
import { sortedBy } from "../../model/order.js";
import { BOUNDS } from "./bounds.js";
import { FirstTexts } from "./first-texts.js";
import type { Run } from "../run.js";
import { Tally } from "./tally.js";

interface Seen<I> {
  readonly identity: I;
  readonly tally: Tally;
  /** what else differed between those of one identity */
  readonly details: Set<string>;
}

/** What is told apart by a few texts, each identity once. */
export class Identified<I> {
  readonly #known = new FirstTexts<Seen<I>>(BOUNDS.rights);

  /** `key` tells identities apart, and sorts them. Details have to be few. */
  add(key: readonly string[], identity: I, detail: string | null, fact: Fact, run: Run): void {
    const make = (): Seen<I> => ({ identity, tally: new Tally(), details: new Set() });
    const seen = this.#known.get(key.join("\0"), fact.count, make);
    if (seen === undefined) return;
    seen.tally.add(fact, run);
    if (detail !== null) seen.details.add(detail);
  }

  /** How many events were dropped. */
  get dropped(): number {
    return this.#known.dropped;
  }

  /** By key. */
  sorted(): Seen<I>[] {
    return sortedBy(this.#known.kept(), ([key]) => key).map(([, seen]) => seen);
  }
}
