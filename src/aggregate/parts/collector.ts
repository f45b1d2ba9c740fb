/** Gathers one list of a baseline. All lists are merged by this code. */
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

/** What is needed to make entries, the same for all lists of a baseline. */
export interface Listing {
  readonly namesOf: NamesOf;
  readonly limits: ListLimits;
}

/** The pattern that an identity became or matches; null: neither. */
type ToPattern<P extends PartName> = (identity: Observed<P>) => Observed<P> | null;

/** Special treatment of a list; most lists need none. */
export interface Special<P extends PartName, S> {
  /** converts an observed identity into the baseline's, for example a path into its pattern */
  readonly generalise?: (identity: Observed<P>) => Observed<P>;
  /** called for each observed identity before it is merged with others */
  readonly settle?: (gathered: S) => void;
  /** fields that the collector does not know */
  readonly more?: (gathered: S, names: PartLimits["names"]) => Observed<P>;
  /** events that were left out elsewhere and belong to this list */
  readonly dropped?: number;
}

/**
 * Collects the events of one list, in any order. Observed identities are kept by their own keys,
 * within the bounds of `keptOf`. At the end each identity is converted into the baseline's, and
 * those that are equal then (by the list's row of PARTS) become one entry.
 */
export class Collector<P extends PartName, S extends Gathered<P> = Gathered<P>> {
  readonly #part: P;
  readonly #plan: Plan;
  readonly #make: (identity: Observed<P>) => S;
  readonly #observed: FirstTexts<S>;
  /** by key; set in the second pass */
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

  /** Adds an event. Undefined: it exceeds the bounds. */
  add(observed: Observed<P>, fact: Fact, run: Run): S | undefined {
    const gathered = this.#at(observed, fact.count);
    gathered?.events.add(fact, run);
    return gathered;
  }

  /** Adds an event that shows that the entry exists, but is not an event of the entry itself. */
  addHint(observed: Observed<P>, fact: Fact, run: Run): void {
    const gathered = this.#at(observed, fact.count);
    if (gathered !== undefined) (gathered.hints ??= new Tally()).add(fact, run);
  }

  /** Adds events that were counted elsewhere. */
  absorb(observed: Observed<P>, events: Tally): void {
    this.#at(observed, events.count)?.events.absorb(events);
  }

  /** In no particular order. */
  gathered(): Iterable<S> {
    return this.#observed.kept().values();
  }

  /** The number of events that were left out and that no entry covers. */
  get dropped(): number {
    return this.#observed.dropped - this.#covered;
  }

  /** True in the second pass: names that were kept in the first pass are known. */
  get isSecondLook(): boolean {
    return this.#merged !== null;
  }

  /**
   * Begins the second pass over all events: an event that was dropped may match a pattern made from
   * kept ones. It then counts for that pattern, and is no longer left out.
   * @param mayAdd a match may create the entry of its pattern
   */
  lookAgain(special: Special<P, S>, toPattern: ToPattern<P>, mayAdd = false): void {
    this.#merged = this.#merge(special);
    this.#toPattern = toPattern;
    this.#mayAdd = mayAdd;
  }

  /** The list, sorted. */
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
