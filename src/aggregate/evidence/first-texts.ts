import { compareTexts } from "../../model/order.js";

/** What is observed of one kind; a container chooses what it does, and how much of it. */
export interface Bounds {
  /** texts that are kept */
  readonly entries: number;
  /** how many of them may be of one group, and which a text is in; each group lies in the last */
  readonly groups?: readonly (readonly [most: number, groupOf: (text: string) => string])[];
}

interface Counted {
  readonly tally: { readonly count: number };
}

/** Long texts are far fewer: what they take in memory is bounded by their number too. */
const SIZES = [
  { longest: 512, share: 1 },
  { longest: 1536, share: 0.1 },
  { longest: Infinity, share: 0.05 },
] as const;

/** A bound that a text counts towards. */
interface Place {
  readonly name: string;
  readonly most: number;
}

/**
 * What was observed, by texts of which only the first in order are kept: of all, of the long ones,
 * of each group. Which ones is decided as if all were there, whatever the order in which they come:
 * what was dropped once had enough before it in a place that it is in, and has so for ever.
 */
export class FirstTexts<T extends Counted> {
  readonly #bounds: Bounds;
  #values = new Map<string, T>();
  /** texts that are held in each place */
  #held = new Map<string, number>();
  /** of places that are full: the last text that is kept there */
  readonly #last = new Map<string, string>();
  #dropped = 0;
  #isTrimmed = true;
  #isCrowded = false;

  constructor(bounds: Bounds) {
    this.#bounds = bounds;
  }

  /**
   * Made when there is none. Add `count` events to it at once. Undefined: it is not kept, and the
   * events are counted.
   */
  get(key: string, count: number, make: () => T): T | undefined {
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    if (this.#isCrowded) this.#trim();
    const places = placesOf(key, this.#bounds);
    if (places.some(({ name }) => isBehind(key, this.#last.get(name)))) {
      this.#dropped += count;
      return undefined;
    }
    const value = make();
    this.#values.set(key, value);
    this.#isTrimmed = false;
    for (const { name, most } of places) {
      const held = (this.#held.get(name) ?? 0) + 1;
      this.#held.set(name, held);
      // a trim takes a while: not for each one too many
      this.#isCrowded ||= held > 1.25 * most + 100;
    }
    return value;
  }

  /** In no particular order. */
  kept(): ReadonlyMap<string, T> {
    if (!this.#isTrimmed) this.#trim();
    return this.#values;
  }

  /** How many events were dropped. */
  get dropped(): number {
    this.kept();
    return this.#dropped;
  }

  #trim(): void {
    const values = new Map<string, T>();
    const held = new Map<string, number>();
    for (const key of [...this.#values.keys()].sort(compareTexts)) {
      const value = this.#values.get(key);
      if (value === undefined) continue;
      const places = placesOf(key, this.#bounds);
      const full = places.find(({ name, most }) => (held.get(name) ?? 0) >= most);
      if (full !== undefined) {
        this.#dropped += value.tally.count;
        continue;
      }
      values.set(key, value);
      for (const { name, most } of places) {
        const count = (held.get(name) ?? 0) + 1;
        held.set(name, count);
        if (count === most) this.#last.set(name, key);
      }
    }
    this.#values = values;
    this.#held = held;
    this.#isTrimmed = true;
    this.#isCrowded = false;
  }
}

function isBehind(key: string, last: string | undefined): boolean {
  return last !== undefined && compareTexts(key, last) > 0;
}

function placesOf(key: string, { entries, groups = [] }: Bounds): Place[] {
  const size = SIZES.find(({ longest }) => key.length <= longest) ?? SIZES[0];
  const bound = (name: string, most: number): Place => ({
    name: `${String(size.longest)}\0${name}`,
    most: Math.ceil(most * size.share),
  });
  return [bound("", entries), ...groups.map(([most, groupOf]) => bound(groupOf(key), most))];
}
