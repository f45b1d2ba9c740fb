import type { NameEntry } from "../../model/baseline/baseline.js";
import type { NameAnswer } from "../../model/events/events.js";
import type { Fact } from "../../model/events/fact.js";
import { sortedBy, sortedTexts } from "../../model/order.js";
import { BOUNDS } from "../evidence/bounds.js";
import { FirstNames } from "../evidence/first-names.js";
import { FirstTexts } from "../evidence/first-texts.js";
import type { PartLimits } from "../evidence/list-limits.js";
import type { Run } from "../run.js";
import { Tally, type NamesOf } from "../evidence/tally.js";

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

/** Names that one destination is told to have. */
export const MOST_TOLD = 100;

/** Answers of DNS. What an address is called is known per run: another may have been told otherwise. */
export class Names {
  readonly #byName = new FirstTexts<Name>(BOUNDS.names);
  readonly #ties = new FirstTexts<Tie>(BOUNDS.ties);

  add({ name, aliases, addresses }: NameAnswer, fact: Fact, run: Run): void {
    const known = this.#byName.get(name, fact.count, () => ({
      tally: new Tally(),
      aliases: new FirstNames(),
      addresses: new FirstNames(),
    }));
    if (known === undefined) return;
    known.tally.add(fact, run);
    for (const alias of aliases) known.aliases.add(alias);
    for (const address of addresses) {
      known.addresses.add(address);
      const make = (): Tie => ({ address, name, tally: new Tally() });
      this.#ties.get(`${address}\0${name}`, fact.count, make)?.tally.add(fact, run);
    }
  }

  /** Tells by which names an address was known in any of the runs, sorted: the first of many. */
  lookup(): (address: string, runs: Iterable<number>) => readonly string[] {
    const byAddress = new Map<string, { name: string; runs: ReadonlySet<number> }[]>();
    for (const { address, name, tally } of this.#ties.kept().values()) {
      const ties = byAddress.get(address) ?? [];
      byAddress.set(address, ties);
      ties.push({ name, runs: new Set(tally.runs()) });
    }
    // An address may have as many ports as it has names: each is looked up once for the same runs.
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

  /** By name. */
  entries(namesOf: NamesOf, limits: PartLimits): NameEntry[] {
    const sorted = sortedBy(this.#byName.kept(), ([name]) => name);
    const entries = sorted.map(([name, { tally, aliases, addresses }]) => ({
      name,
      aliases: limits.names(aliases.sorted()),
      addresses: limits.names(addresses.sorted()),
      ...tally.evidence(namesOf),
    }));
    return limits.entries(entries, this.#byName.dropped + this.#ties.dropped, ({ name }) => name);
  }
}

function namesIn(
  ties: readonly { readonly name: string; readonly runs: ReadonlySet<number> }[],
  runs: readonly number[],
): readonly string[] {
  const those = ties.filter((tie) => runs.some((run) => tie.runs.has(run)));
  return sortedTexts(those.map(({ name }) => name)).slice(0, MOST_TOLD + 1);
}
