import { compareTexts } from "../model/order.js";

/** Bounds of one image: a container chooses what it opens, and how much of it. */
const OBSERVED = { entries: 200_000, characters: 1 << 26 };
const MOST_ENTRIES = 50_000;
const LIST_CHARACTERS = 1 << 24;
/** With the indentation far below the 2^29 characters that a text can have. */
const DOCUMENT_CHARACTERS = 6 * LIST_CHARACTERS;
const MOST_NAMES = 1000;
const NAMES_CHARACTERS = 1 << 16;

interface Counted {
  readonly tally: { readonly count: number };
}

/**
 * What was observed, by texts of which only the first in order are kept, so that the
 * order in which they came makes no difference: what was dropped once had enough before it.
 */
export class FirstTexts<T extends Counted> {
  readonly #limit: { readonly entries: number; readonly characters: number };
  #values = new Map<string, T>();
  #characters = 0;
  #dropped = 0;

  constructor(limit = OBSERVED) {
    this.#limit = limit;
  }

  /** Made when there is none. Add to it at once. */
  get(key: string, make: () => T): T {
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    const { entries, characters } = this.#limit;
    if (this.#values.size >= 2 * entries || this.#characters > 2 * characters) this.#trim();
    const value = make();
    this.#values.set(key, value);
    this.#characters += key.length;
    return value;
  }

  kept(): ReadonlyMap<string, T> {
    this.#trim();
    return this.#values;
  }

  /** How many events were dropped. */
  get dropped(): number {
    this.#trim();
    return this.#dropped;
  }

  #trim(): void {
    const { entries, characters } = this.#limit;
    if (this.#values.size <= entries && this.#characters <= characters) return;
    const sorted = [...this.#values].sort(([a], [b]) => compareTexts(a, b));
    const count = fitting(sorted, entries, characters, ([key]) => key.length);
    for (const [, { tally }] of sorted.slice(count)) this.#dropped += tally.count;
    this.#values = new Map(sorted.slice(0, count));
    this.#characters = [...this.#values.keys()].reduce((sum, key) => sum + key.length, 0);
  }
}

/** A set of names of which only the first in order are kept. Most have none, and cost nothing. */
export class FirstNames {
  #names: Set<string> | null = null;
  #characters = 0;

  add(name: string): void {
    this.#names ??= new Set();
    if (this.#names.has(name)) return;
    this.#names.add(name);
    this.#characters += name.length;
    const isFull = this.#names.size > 2 * MOST_NAMES || this.#characters > 2 * NAMES_CHARACTERS;
    if (isFull) this.#trim(this.#names);
  }

  absorb(other: FirstNames): void {
    for (const name of other.#names ?? []) this.add(name);
  }

  /** Sorted; one more than a list may have, if there were more. */
  sorted(): string[] {
    const sorted = [...(this.#names ?? [])].sort(compareTexts);
    const count = fitting(sorted, MOST_NAMES, NAMES_CHARACTERS, ({ length }) => length);
    return sorted.slice(0, count + 1);
  }

  #trim(names: Set<string>): void {
    const kept = this.sorted();
    // The one too many may be as long as it likes, and is there to be noticed.
    if (kept.length === names.size) return;
    this.#names = new Set(kept);
    this.#characters = kept.reduce((sum, { length }) => sum + length, 0);
  }
}

/** Bounds the lists of one baseline, and counts what is left out. */
export class ListLimits {
  #characters = DOCUMENT_CHARACTERS;
  #leftOut = 0;

  get leftOut(): number {
    return this.#leftOut;
  }

  /** Counts what was left out before. */
  count(events: number): void {
    this.#leftOut += events;
  }

  /** The first of the entries. */
  entries<T extends { readonly count: number }>(sorted: readonly T[]): T[] {
    let used = 0;
    const most = Math.min(LIST_CHARACTERS, this.#characters);
    const count = fitting(sorted, MOST_ENTRIES, most, (entry) => {
      const { length } = JSON.stringify(entry);
      if (used + length <= most) used += length;
      return length;
    });
    this.#characters -= used;
    for (const entry of sorted.slice(count)) this.#leftOut += entry.count;
    return sorted.slice(0, count);
  }

  /** The first of the names, or of other small parts of one entry. */
  names<T>(sorted: readonly T[]): T[] {
    const lengthOf = (name: T): number => JSON.stringify(name).length;
    const count = fitting(sorted, MOST_NAMES, NAMES_CHARACTERS, lengthOf);
    if (count < sorted.length) this.#leftOut += 1;
    return sorted.slice(0, count);
  }
}

/** How many of the first items are within both bounds. */
function fitting<T>(
  items: readonly T[],
  most: number,
  characters: number,
  lengthOf: (item: T) => number,
): number {
  let left = characters;
  for (const [index, item] of items.entries()) {
    if (index === most) return index;
    left -= lengthOf(item);
    if (left < 0) return index;
  }
  return items.length;
}
