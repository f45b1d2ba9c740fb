/**
 * Limits the lists of one baseline, and records what is left out: how much, where, and by which
 * programs.
 */
import type { LeftOut } from "../../gaps/left-out.js";
import { MOST_NAMES, NAMES_CHARACTERS } from "./first-names.js";
import { firstWithin } from "./first-within.js";
import { fairShare } from "./fair-share.js";
import { crowdedPlace, mostFrequent } from "./crowded-place.js";

/** Characters of one list's JSON, and of all lists; indentation adds half as much again. */
const LIST_CHARACTERS = 6 << 20;
const DOCUMENT_CHARACTERS = 2 * LIST_CHARACTERS;
const MOST_ENTRIES = 40_000;

interface ListedEntry {
  readonly count: number;
  readonly by: readonly string[];
}

/** The limits of all lists together. */
export class ListLimits {
  readonly #parts = new Map<string, PartLimits>();
  #characters = DOCUMENT_CHARACTERS;

  /** The limits of one part of the document. */
  of(part: string): PartLimits {
    const known = this.#parts.get(part) ?? new PartLimits(this);
    this.#parts.set(part, known);
    return known;
  }

  /** The parts from which something was left out. */
  leftOut(): LeftOut[] {
    return [...this.#parts].flatMap(([part, { count, where, by }]) =>
      count === 0 ? [] : [{ part, count, where, by }],
    );
  }

  /** How many characters of the document a list may use. */
  get room(): number {
    return Math.min(LIST_CHARACTERS, this.#characters);
  }

  take(characters: number): void {
    this.#characters -= characters;
  }
}

/** The limits of one list, and of the lists in its entries. */
export class PartLimits {
  readonly #all: ListLimits;
  count = 0;
  where = "";
  by = "";

  constructor(all: ListLimits) {
    this.#all = all;
  }

  /**
   * The first entries, with a fair share for each tree of `placeOf`.
   * @param dropped the number of events that were left out earlier
   * @param placeOf a path, or another text that says where an entry is
   */
  entries<T extends ListedEntry>(
    sorted: readonly T[],
    dropped: number,
    placeOf: (entry: T) => string,
  ): T[] {
    const lengths = sorted.map((entry) => JSON.stringify(entry).length);
    const kept = fairShare(sorted, lengths, this.#all.room, MOST_ENTRIES, placeOf);
    this.#all.take(kept.used);
    this.count += dropped + kept.left.reduce((sum, { count }) => sum + count, 0);
    if (dropped > 0 || kept.left.length > 0) {
      this.where = crowdedPlace(sorted.map(placeOf));
      const there = sorted.filter((entry) => placeOf(entry).startsWith(this.where));
      this.by = mostFrequent(there.map(({ by }) => by[0] ?? "")) ?? "";
    }
    return kept.items;
  }

  /** The first names, or other small items, of one entry. */
  names<T>(sorted: readonly T[], most = MOST_NAMES): T[] {
    const lengthOf = (name: T): number => JSON.stringify(name).length;
    const count = firstWithin(sorted, most, NAMES_CHARACTERS, lengthOf);
    if (count < sorted.length) this.count += 1;
    return sorted.slice(0, count);
  }
}
