import type { PartName } from "../../model/baseline/parts.js";
import { FirstNames } from "../evidence/first-names.js";
import { SmallSet } from "../evidence/small-set.js";
import { Tally } from "../evidence/tally.js";
import type { Observed } from "../../model/baseline/part.js";

const NOTHING: Readonly<Record<string, never>> = {};

/** Collects one entry: its evidence, its lists and its flags, by field. */
export class Gathered<P extends PartName> {
  readonly events = new Tally();
  /**
   * Events that show that the entry exists; they are its evidence only if it has no events of its
   * own.
   */
  hints: Tally | undefined;
  #lists: Record<string, FirstNames> = NOTHING;
  readonly #flags = new SmallSet<string>();

  #identity: Observed<P>;

  constructor(identity: Observed<P>) {
    this.#identity = identity;
  }

  /** The observed identity; after `become`, the baseline's. */
  get identity(): Observed<P> {
    return this.#identity;
  }

  /** All events, for the bounds. */
  get tally(): { readonly count: number } {
    return { count: this.events.count + (this.hints?.count ?? 0) };
  }

  /** The evidence of the entry. */
  get support(): Tally {
    return this.events.count > 0 ? this.events : (this.hints ?? this.events);
  }

  /** Sets the baseline's identity; other observed identities may have the same. */
  become(identity: Observed<P>): void {
    this.#identity = identity;
    if (this.hints === undefined || this.events.count > 0) return;
    this.events.absorb(this.hints);
    this.hints = undefined;
  }

  addTo(field: string, texts: Iterable<string>): void {
    let names = this.#lists[field];
    for (const text of texts) {
      if (names === undefined) {
        names = new FirstNames();
        if (this.#lists === NOTHING) this.#lists = {};
        this.#lists[field] = names;
      }
      names.add(text);
    }
  }

  mark(field: string): void {
    this.#flags.add(field);
  }

  isMarked(field: string): boolean {
    return this.#flags.has(field);
  }

  /** Sorted. If texts were dropped, the list has one more than an entry may have. */
  texts(field: string): string[] {
    return this.#lists[field]?.sorted() ?? [];
  }

  replaceTexts(field: string, names: FirstNames): void {
    if (this.#lists[field] !== undefined) this.#lists[field] = names;
  }

  /** Adds what was collected for another identity that is the same entry. */
  absorb(other: this): void {
    this.events.absorb(other.support);
    for (const [field, names] of Object.entries(other.#lists)) this.#absorbList(field, names);
    for (const field of other.#flags.members()) this.mark(field);
  }

  #absorbList(field: string, names: FirstNames): void {
    if (this.#lists === NOTHING) this.#lists = {};
    (this.#lists[field] ??= new FirstNames()).absorb(names);
  }
}
