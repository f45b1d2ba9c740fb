import type { NameEntry } from "../model/baseline.js";
import type { NameAnswer } from "../model/events.js";
import type { Fact } from "../model/fact.js";
import { sortedBy, sortedTexts } from "../model/order.js";
import { FirstNames, FirstTexts, type ListLimits } from "./limits.js";
import type { Run } from "./run.js";
import { Tally, type NamesOf } from "./tally.js";

interface Name {
  readonly tally: Tally;
  readonly aliases: FirstNames;
  readonly addresses: FirstNames;
}

/** A name whose answer held an address. */
interface Tie {
  readonly address: string;
  readonly name: string;
  readonly tally: Tally;
}

const LIMIT = { entries: 50_000, characters: 1 << 23 };

/** Answers of DNS. What an address is called is known per run: another may have been told otherwise. */
export class Names {
  readonly #byName = new FirstTexts<Name>(LIMIT);
  readonly #ties = new FirstTexts<Tie>({ entries: 200_000, characters: 1 << 24 });

  add({ name, aliases, addresses }: NameAnswer, fact: Fact, run: Run): void {
    const known = this.#byName.get(name, () => ({
      tally: new Tally(),
      aliases: new FirstNames(),
      addresses: new FirstNames(),
    }));
    known.tally.add(fact, run);
    for (const alias of aliases) known.aliases.add(alias);
    for (const address of addresses) {
      known.addresses.add(address);
      const make = (): Tie => ({ address, name, tally: new Tally() });
      this.#ties.get(`${address}\0${name}`, make).tally.add(fact, run);
    }
  }

  /** Tells by which names an address was known in any of the runs, sorted. */
  lookup(): (address: string, runs: Iterable<number>) => string[] {
    const byAddress = new Map<string, { name: string; runs: ReadonlySet<number> }[]>();
    for (const { address, name, tally } of this.#ties.kept().values()) {
      const ties = byAddress.get(address) ?? [];
      byAddress.set(address, ties);
      ties.push({ name, runs: new Set(tally.runs()) });
    }
    return (address, runs) => {
      const those = [...runs];
      const ties = byAddress.get(address) ?? [];
      return sortedTexts(
        ties.filter((tie) => those.some((run) => tie.runs.has(run))).map(({ name }) => name),
      );
    };
  }

  /** By name. */
  entries(namesOf: NamesOf, limits: ListLimits): NameEntry[] {
    limits.count(this.#byName.dropped + this.#ties.dropped);
    const sorted = sortedBy(this.#byName.kept(), ([name]) => name);
    return limits.entries(
      sorted.map(([name, { tally, aliases, addresses }]) => ({
        name,
        aliases: limits.names(aliases.sorted()),
        addresses: limits.names(addresses.sorted()),
        ...tally.evidence(namesOf),
      })),
    );
  }
}
