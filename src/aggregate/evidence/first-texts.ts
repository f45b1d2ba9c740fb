import { compareTexts } from "../../model/order.js";

/**
 * How much is kept of one kind of behaviour, because a container chooses what it does and how
 * often.
 */
export interface Bounds {
  /** the most texts in total */
  readonly entries: number;
  /**
   * limits per group: the most texts, and the group of a text. Each group lies within the next
   * one's
   */
  readonly groups?: readonly (readonly [most: number, groupOf: (text: string) => string])[];
}

interface Counted {
  readonly tally: { readonly count: number };
}

/** Limits by length, in characters: far fewer long texts are kept, which bounds the memory. */
const SIZES = [
  { longest: 512, share: 1 },
  { longest: 1536, share: 0.1 },
  { longest: Infinity, share: 0.05 },
] as const;

/** A limit that a text counts towards. */
interface Place {
  readonly name: string;
  readonly most: number;
}

/**
 * Keeps only the texts that sort first: in total, per length, and per group. The result does not
 * depend on the order of arrival: a text is dropped only if one of its places is already full of
 * texts that sort before it, and that stays true.
 */
export class FirstTexts<T extends Counted> {
  readonly #bounds: Bounds;
  #values = new Map<string, T>();
  /** the number of texts in each place */
  #held = new Map<string, number>();
  /** for each full place, the last text that is kept */
  readonly #last = new Map<string, string>();
  #dropped = 0;
  #isTrimmed = true;
  #isCrowded = false;

  constructor(bounds: Bounds) {
    this.#bounds = bounds;
  }

  /**
   * The value of the key, made if it is missing. The caller must add `count` events to it at once.
   * Undefined: the key is not kept, and the events count as dropped.
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
      // a trim is slow, so it is not done for each surplus text
      this.#isCrowded ||= held > 1.25 * most + 100;
    }
    return value;
  }

  /** In no particular order. */
  kept(): ReadonlyMap<string, T> {
    if (!this.#isTrimmed) this.#trim();
    return this.#values;
  }

  /** The number of dropped events. */
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
