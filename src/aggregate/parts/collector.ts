/** Gathers one list of a baseline: the one loop that all lists are merged by. */
import { unreachable } from "../../model/events/events.js";
import type { Fact } from "../../model/events/fact.js";
import { isAmong } from "../../model/baseline/fields.js";
import type { EntryOf, PartName } from "../../model/baseline/parts.js";
import { keyOf, orderOf, type NamedField } from "../../model/baseline/same-entry.js";
import { FirstTexts } from "../evidence/first-texts.js";
import type { ListLimits, PartLimits } from "../evidence/list-limits.js";
import { Tally, type NamesOf } from "../evidence/tally.js";
import type { Run } from "../run.js";
import type { Gathered } from "./gathered.js";
import { keptOf } from "../evidence/kept.js";
import type { Observed } from "../../model/baseline/part.js";
import { identityOf, planOf, textOf, type Plan, type Values } from "./observed.js";

/** What entries are made with, the same for all lists of a baseline. */
export interface Listing {
  readonly namesOf: NamesOf;
  readonly limits: ListLimits;
}

/** What an identity became or fits; null: neither. */
type ToPattern<P extends PartName> = (identity: Observed<P>) => Observed<P> | null;

/** What of a list is special; most lists have nothing that is. */
export interface Special<P extends PartName, S> {
  /** what it is known as in a baseline: where its path became a pattern, that */
  readonly generalise?: (identity: Observed<P>) => Observed<P>;
  /** looks at what was gathered of one observed identity before it is merged with others */
  readonly settle?: (gathered: S) => void;
  /** fields that something else than the collector knows */
  readonly more?: (gathered: S, names: PartLimits["names"]) => Observed<P>;
  /** events that were left out elsewhere, and whose entries would be here */
  readonly dropped?: number;
}

/**
 * A list while its events come in, in any order. What was observed is kept by its own keys, within
 * the bounds of `keptOf`; in the end identities become what they are in a baseline, and those that are
 * the same then, by the list's row of PARTS, become one entry.
 */
export class Collector<P extends PartName, S extends Gathered<P> = Gathered<P>> {
  readonly #part: P;
  readonly #plan: Plan;
  readonly #make: (identity: Observed<P>) => S;
  readonly #observed: FirstTexts<S>;
  /** by key, when all comes a second time */
  #merged: Map<string, S> | null = null;
  #toPattern: ToPattern<P> = () => null;
  #mayAdd = false;
  #covered = 0;

  constructor(part: P, make: (identity: Observed<P>) => S) {
    this.#part = part;
    this.#plan = planOf(part);
    this.#make = make;
    this.#observed = new FirstTexts(keptOf(part));
  }

  /** Adds an event. Undefined: it is one too many. */
  add(observed: Observed<P>, fact: Fact, run: Run): S | undefined {
    const gathered = this.#at(observed, fact.count);
    gathered?.events.add(fact, run);
    return gathered;
  }

  /** Adds an event that shows that there is such an entry, and that isn't the entry's own. */
  addHint(observed: Observed<P>, fact: Fact, run: Run): void {
    const gathered = this.#at(observed, fact.count);
    if (gathered !== undefined) (gathered.hints ??= new Tally()).add(fact, run);
  }

  /** Adds what was counted elsewhere. */
  absorb(observed: Observed<P>, events: Tally): void {
    this.#at(observed, events.count)?.events.absorb(events);
  }

  /** In no particular order. */
  gathered(): Iterable<S> {
    return this.#observed.kept().values();
  }

  /** How many events were left out, of which no entry tells. */
  get dropped(): number {
    return this.#observed.dropped - this.#covered;
  }

  /** Everything comes a second time: names that were told the first time are known. */
  get isSecondLook(): boolean {
    return this.#merged !== null;
  }

  /**
   * From here on everything comes a second time: what was dropped may fit a pattern that was made
   * of what was kept. It belongs to that then, and nothing is left out.
   * @param mayAdd what fits a pattern of which there is no entry yet becomes one
   */
  lookAgain(special: Special<P, S>, toPattern: ToPattern<P>, mayAdd = false): void {
    this.#merged = this.#merge(special);
    this.#toPattern = toPattern;
    this.#mayAdd = mayAdd;
  }

  /** The list, in its order. */
  entries({ namesOf, limits }: Listing, special: Special<P, S> = {}): EntryOf<P>[] {
    const part = limits.of(this.#part);
    const { place, isWhole } = keptOf(this.#part);
    const entries = [...this.#concluded(special)]
      .map((gathered) => this.#entryOf(gathered, special, part, namesOf))
      .sort(orderOf(this.#part));
    const dropped = this.dropped + (special.dropped ?? 0);
    if (isWhole !== true) return part.entries(entries, dropped, (entry) => String(entry[place]));
    part.count += dropped;
    return entries;
  }

  #at(observed: Observed<P>, count: number): S | undefined {
    const gathered = this.#find(observed, count);
    if (gathered === undefined) return undefined;
    const values = observed as Values;
    for (const name of this.#plan.unions) {
      const texts = values[name];
      if (texts !== undefined) gathered.addTo(name, texts as readonly string[]);
    }
    for (const name of this.#plan.flags) if (values[name] === true) gathered.mark(name);
    return gathered;
  }

  #find(observed: Observed<P>, count: number): S | undefined {
    const text = textOf(this.#plan, observed);
    if (this.#merged === null) {
      const make = (): S => this.#make(identityOf(this.#plan, observed) as Observed<P>);
      return this.#observed.get(text, count, make);
    }
    if (this.#observed.kept().has(text)) return undefined;
    const identity = this.#toPattern(observed);
    if (identity === null) return undefined;
    const key = keyOf(this.#part, identity);
    const known = this.#merged.get(key) ?? (this.#mayAdd ? this.#make(identity) : undefined);
    if (known === undefined) return undefined;
    this.#merged.set(key, known);
    this.#covered += count;
    return known;
  }

  #concluded(special: Special<P, S>): Iterable<S> {
    if (this.#merged !== null) return this.#merged.values();
    return special.generalise === undefined ? this.gathered() : this.#merge(special).values();
  }

  #merge({ generalise = (identity) => identity, settle }: Special<P, S>): Map<string, S> {
    const merged = new Map<string, S>();
    for (const gathered of this.#observed.kept().values()) {
      settle?.(gathered);
      gathered.become(generalise(gathered.identity));
      const key = keyOf(this.#part, gathered.identity);
      const known = merged.get(key);
      if (known === undefined) merged.set(key, gathered);
      else known.absorb(gathered);
    }
    return merged;
  }

  #entryOf(gathered: S, { more }: Special<P, S>, limits: PartLimits, namesOf: NamesOf): EntryOf<P> {
    const told = (more?.(gathered, limits.names.bind(limits)) ?? {}) as Values;
    const entry: Record<string, unknown> = {};
    for (const [name, field] of this.#plan.fields) {
      const value = name in told ? told[name] : valueOf(gathered, name, field, limits);
      if (value !== undefined) entry[name] = value;
    }
    return Object.assign(entry, gathered.support.evidence(namesOf)) as unknown as EntryOf<P>;
  }
}

function valueOf<P extends PartName>(
  gathered: Gathered<P>,
  name: string,
  { kind, absent }: NamedField[1],
  limits: PartLimits,
): unknown {
  switch (kind) {
    case "key":
    case "saysKey":
    case "stars":
      return (gathered.identity as Values)[name];
    case "union": {
      const names = limits.names(gathered.texts(name));
      return Array.isArray(absent) && isAmong(names, absent) ? undefined : names;
    }
    case "flag":
      return gathered.isMarked(name) ? true : undefined;
    case "unionBy":
      return undefined;
    default:
      return unreachable(kind);
  }
}
