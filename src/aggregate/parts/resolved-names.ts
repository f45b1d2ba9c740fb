import type { NameEntry } from "../../model/baseline/baseline.js";
import type { NameAnswer } from "../../model/events/events.js";
import type { Fact } from "../../model/events/fact.js";
import { sortedTexts } from "../../model/order.js";
import { FirstTexts } from "../evidence/first-texts.js";
import { Tally } from "../evidence/tally.js";
import type { Run } from "../run.js";
import type { Generalise } from "../patterns/generalise.js";
import { Collector, type Listing } from "./collector.js";
import { Gathered } from "./gathered.js";
import { KEPT_BESIDE } from "../evidence/kept.js";

/** A name with an address from its answer. */
interface Tie {
  readonly address: string;
  readonly name: string;
  readonly tally: Tally;
}

/** The most names that a destination lists. */
export const MOST_TOLD = 100;

/**
 * DNS answers. The names of an address are known per run, because another run may have had other
 * answers.
 */
export class Names {
  readonly #list = new Collector("names", (identity) => new Gathered(identity));
  readonly #ties = new FirstTexts<Tie>(KEPT_BESIDE.ties);

  add({ name, aliases, addresses }: NameAnswer, fact: Fact, run: Run): void {
    const known = this.#list.add({ name, aliases, addresses }, fact, run);
    if (known === undefined) return;
    for (const address of addresses) {
      const make = (): Tie => ({ address, name, tally: new Tally() });
      this.#ties.get(`${address}\0${name}`, fact.count, make)?.tally.add(fact, run);
    }
  }

  /**
   * Returns a function that finds an address's names in any of the given runs: sorted, and only the
   * first if there are many.
   */
  lookup(): (address: string, runs: Iterable<number>) => readonly string[] {
    const byAddress = new Map<string, { name: string; runs: ReadonlySet<number> }[]>();
    for (const { address, name, tally } of this.#ties.kept().values()) {
      const ties = byAddress.get(address) ?? [];
      byAddress.set(address, ties);
      ties.push({ name, runs: new Set(tally.runs()) });
    }
    // an address may have many ports, so each lookup is cached per set of runs
    const found = new Map<string, readonly string[]>();
    return (address, runs) => {
      const ties = byAddress.get(address);
      if (ties === undefined) return [];
      const those = [...runs].sort((a, b) => a - b);
      const key = `${address} ${those.join()}`;
      const known = found.get(key) ?? namesIn(ties, those);
      found.set(key, known);
      return known;
    };
  }

  entries(listing: Listing, generalise: Generalise): NameEntry[] {
    return this.#list.entries(listing, {
      dropped: this.#ties.dropped,
      generalise: ({ name = "" }) => {
        const { path, rule, stars } = generalise(name);
        return { name: path, rule, stars };
      },
    });
  }
}

function namesIn(
  ties: readonly { readonly name: string; readonly runs: ReadonlySet<number> }[],
  runs: readonly number[],
): readonly string[] {
  const those = ties.filter((tie) => runs.some((run) => tie.runs.has(run)));
  return sortedTexts(those.map(({ name }) => name)).slice(0, MOST_TOLD + 1);
}
