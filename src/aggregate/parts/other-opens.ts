import type { OtherOpenEntry, OtherType } from "../../model/baseline/baseline.js";
import type { Open } from "../../model/events/events.js";
import type { Fact } from "../../model/events/fact.js";
import { sortedBy, sortedTexts } from "../../model/order.js";
import { BOUNDS } from "../evidence/bounds.js";
import { keyOf } from "./executables.js";
import type { OtherOpen } from "./file-subjects.js";
import type { GeneraliseAll, GeneralisedPath } from "../patterns/generalise.js";
import { FirstTexts } from "../evidence/first-texts.js";
import type { PartLimits } from "../evidence/list-limits.js";
import { patternIndex, type Fits } from "../patterns/pattern-index.js";
import type { Run } from "../run.js";
import { SmallSet } from "../evidence/small-set.js";
import { Tally, type NamesOf } from "../evidence/tally.js";

type Access = OtherOpenEntry["access"][number];

/** Opening something by its path alone lets it be looked at, and Falco takes that for reading. */
const ACCESS: Readonly<Record<Open["access"], readonly Access[]>> = {
  read: ["read"],
  path: ["read"],
  write: ["write"],
  "read-write": ["read", "write"],
};

class Seen {
  readonly tally = new Tally();
  readonly types = new SmallSet<OtherType>();
  readonly access = new SmallSet<Access>();

  absorb(other: Seen): void {
    this.tally.absorb(other.tally);
    for (const type of other.types.members()) this.types.add(type);
    for (const access of other.access.members()) this.access.add(access);
  }
}

interface Merged {
  readonly result: GeneralisedPath;
  readonly seen: Seen;
}

/** Pipes, sockets, folders and files in memory that an image opened by a name. */
export class OtherOpens {
  readonly #byName = new FirstTexts<Seen>(BOUNDS.files);
  /** by `keyOf`, when all comes a second time: see `Files` */
  #merged: Map<string, Merged> | null = null;
  #fits: Fits = () => null;
  #covered = 0;

  add({ name, type }: OtherOpen, access: Open["access"], fact: Fact, run: Run): void {
    const seen = this.#at(name, fact);
    if (seen === undefined) return;
    seen.tally.add(fact, run);
    seen.types.add(type);
    for (const each of ACCESS[access]) seen.access.add(each);
  }

  get dropped(): number {
    return this.#byName.dropped - this.#covered;
  }

  lookAgain(generaliseAll: GeneraliseAll): boolean {
    this.#merged = this.#merge(generaliseAll);
    const fits = patternIndex([...this.#merged.values()].map(({ result }) => result));
    this.#fits = fits ?? this.#fits;
    return fits !== null;
  }

  #at(name: string, { count }: Fact): Seen | undefined {
    if (this.#merged === null) return this.#byName.get(name, count, () => new Seen());
    const result = this.#byName.kept().has(name) ? null : this.#fits(name);
    if (result === null) return undefined;
    this.#covered += count;
    return this.#merged.get(keyOf(result))?.seen;
  }

  /** By name. */
  entries(generaliseAll: GeneraliseAll, namesOf: NamesOf, limits: PartLimits): OtherOpenEntry[] {
    const merged = this.#merged ?? this.#merge(generaliseAll);
    const entries = sortedBy(merged, ([key]) => key).map(([, { result, seen }]) => ({
      ...result,
      types: sortedTexts(seen.types.members()) as OtherType[],
      access: sortedTexts(seen.access.members()) as Access[],
      ...seen.tally.evidence(namesOf),
    }));
    return limits.entries(entries, this.dropped, ({ path }) => path);
  }

  #merge(generaliseAll: GeneraliseAll): Map<string, Merged> {
    const names = this.#byName.kept();
    const generalise = generaliseAll(names.keys());
    const merged = new Map<string, Merged>();
    for (const [name, seen] of names) {
      const result = generalise(name);
      const known = merged.get(keyOf(result)) ?? { result, seen: new Seen() };
      known.seen.absorb(seen);
      merged.set(keyOf(result), known);
    }
    return merged;
  }
}
