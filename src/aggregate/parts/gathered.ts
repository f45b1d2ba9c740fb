import type { PartName } from "../../model/baseline/parts.js";
import { FirstNames } from "../evidence/first-names.js";
import { SmallSet } from "../evidence/small-set.js";
import { Tally } from "../evidence/tally.js";
import type { Observed } from "../../model/baseline/part.js";

const NOTHING: Readonly<Record<string, never>> = {};

/** An entry while it is gathered: its evidence, and its lists and flags by field. */
export class Gathered<P extends PartName> {
  readonly events = new Tally();
  /** What shows that there is such an entry, and is its evidence only where there are no events. */
  hints: Tally | undefined;
  #lists: Record<string, FirstNames> = NOTHING;
  readonly #flags = new SmallSet<string>();

  #identity: Observed<P>;

  constructor(identity: Observed<P>) {
    this.#identity = identity;
  }

  /** What it is, as observed; once `become` was called, what it is in a baseline. */
  get identity(): Observed<P> {
    return this.#identity;
  }

  /** All that was counted, for the bounds. */
  get tally(): { readonly count: number } {
    return { count: this.events.count + (this.hints?.count ?? 0) };
  }

  /** What the entry rests on. */
  get support(): Tally {
    return this.events.count > 0 ? this.events : (this.hints ?? this.events);
  }

  /** What it is known as in a baseline; others may be the same there. */
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

  /** Sorted; one more than an entry may have, if there were more. */
  texts(field: string): string[] {
    return this.#lists[field]?.sorted() ?? [];
  }

  replaceTexts(field: string, names: FirstNames): void {
    if (this.#lists[field] !== undefined) this.#lists[field] = names;
  }

  /** Adds what was gathered of another, which is the same entry. */
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
