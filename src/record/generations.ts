/**
 * A map that forgets what has not been used for long, so that a container that
 * invents names without end can't fill cxray's memory. It holds at most twice
 * `size`: when the young generation is full, it becomes the old one, and the old
 * one is dropped. An entry that is found in the old generation becomes young again.
 */
export class Generations<K, V> {
  readonly #size: number;
  readonly #weigh: (key: K, value: V) => number;
  #young = new Map<K, V>();
  #old = new Map<K, V>();
  #weight = 0;

  /** `size` is a number of entries, or a sum of what `weigh` returns for each. */
  constructor(size: number, weigh: (key: K, value: V) => number = () => 1) {
    this.#size = size;
    this.#weigh = weigh;
  }

  get(key: K): V | undefined {
    const value = this.#young.get(key);
    if (value !== undefined) return value;
    const aged = this.#old.get(key);
    if (aged !== undefined) this.set(key, aged);
    return aged;
  }

  set(key: K, value: V): void {
    if (this.#weight >= this.#size) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#weight = 0;
    }
    const { size } = this.#young;
    this.#young.set(key, value);
    if (this.#young.size > size) this.#weight += this.#weigh(key, value);
  }
}
