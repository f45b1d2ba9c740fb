/** Bounds the lists of one baseline, and knows what is left out, where, and by whom. */
import type { LeftOut } from "../../gaps/left-out.js";
import { MOST_NAMES, NAMES_CHARACTERS } from "./first-names.js";
import { firstWithin } from "./first-within.js";
import { fairShare } from "./fair-share.js";
import { crowdedPlace, mostFrequent } from "./crowded-place.js";

/** Characters of a list's JSON, and of all lists; with the indentation it is half as much again. */
const LIST_CHARACTERS = 6 << 20;
const DOCUMENT_CHARACTERS = 2 * LIST_CHARACTERS;
const MOST_ENTRIES = 40_000;

interface ListedEntry {
  readonly count: number;
  readonly by: readonly string[];
}

/** The bounds of all lists together. */
export class ListLimits {
  readonly #parts = new Map<string, PartLimits>();
  #characters = DOCUMENT_CHARACTERS;

  /** The bounds of one part of the document. */
  of(part: string): PartLimits {
    const known = this.#parts.get(part) ?? new PartLimits(this);
    this.#parts.set(part, known);
    return known;
  }

  /** By part, those of which something was left out. */
  leftOut(): LeftOut[] {
    return [...this.#parts].flatMap(([part, { count, where, by }]) =>
      count === 0 ? [] : [{ part, count, where, by }],
    );
  }

  /** What a list may take of the document. */
  get room(): number {
    return Math.min(LIST_CHARACTERS, this.#characters);
  }

  take(characters: number): void {
    this.#characters -= characters;
  }
}

/** The bounds of one list, and of the lists in its entries. */
export class PartLimits {
  readonly #all: ListLimits;
  count = 0;
  where = "";
  by = "";

  constructor(all: ListLimits) {
    this.#all = all;
  }

  /**
   * The first of the entries, each of which is in the group that `placeOf` begins with.
   * @param dropped events that were left out before
   * @param placeOf a path, or what else tells where an entry is
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

  /** The first of the names, or of other small parts of one entry. */
  names<T>(sorted: readonly T[], most = MOST_NAMES): T[] {
    const lengthOf = (name: T): number => JSON.stringify(name).length;
    const count = firstWithin(sorted, most, NAMES_CHARACTERS, lengthOf);
    if (count < sorted.length) this.count += 1;
    return sorted.slice(0, count);
  }
}
