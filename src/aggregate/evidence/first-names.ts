import { compareTexts } from "../../model/order.js";
import { firstWithin } from "./first-within.js";

/** The most names in one entry: programs, other names of a file, targets of a link. */
export const MOST_NAMES = 1000;
export const NAMES_CHARACTERS = 1 << 15;

/** A set that keeps only the names that sort first. Most sets have one name and store only that. */
export class FirstNames {
  #names: string | Set<string> | null = null;
  #characters = 0;

  add(name: string): void {
    if (this.#names === null) {
      this.#names = name;
      return;
    }
    if (typeof this.#names === "string") {
      if (this.#names === name) return;
      this.#characters = this.#names.length;
      this.#names = new Set([this.#names]);
    }
    if (this.#names.has(name)) return;
    this.#names.add(name);
    this.#characters += name.length;
    const isFull = this.#names.size > 2 * MOST_NAMES || this.#characters > 2 * NAMES_CHARACTERS;
    if (isFull) this.#trim(this.#names);
  }

  absorb(other: FirstNames): void {
    for (const name of other.#all()) this.add(name);
  }

  has(name: string): boolean {
    return this.#names === name || (this.#names instanceof Set && this.#names.has(name));
  }

  /**
   * Sorted. If names were dropped, the list has one more than it may, so that the caller notices.
   */
  sorted(): string[] {
    if (!(this.#names instanceof Set)) return this.#all() as string[];
    const sorted = [...this.#names].sort(compareTexts);
    const count = firstWithin(sorted, MOST_NAMES, NAMES_CHARACTERS, ({ length }) => length);
    return sorted.slice(0, count + 1);
  }

  #all(): Iterable<string> {
    if (this.#names instanceof Set) return this.#names;
    return this.#names === null ? [] : [this.#names];
  }

  #trim(names: Set<string>): void {
    const kept = this.sorted();
    // The surplus name only has to be noticed, so its length does not matter.
    if (kept.length === names.size) return;
    this.#names = new Set(kept);
    this.#characters = kept.reduce((sum, { length }) => sum + length, 0);
  }
}
