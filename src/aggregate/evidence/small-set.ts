/** A set that stores a plain value while it has one member, as most sets here do. */
export class SmallSet<T extends string | number> {
  #value: T | Set<T> | undefined;

  add(member: T): void {
    if (this.#value instanceof Set) this.#value.add(member);
    else if (this.#value === undefined) this.#value = member;
    else if (this.#value !== member) this.#value = new Set([this.#value, member]);
  }

  has(member: T): boolean {
    return this.#value instanceof Set ? this.#value.has(member) : this.#value === member;
  }

  members(): Iterable<T> {
    if (this.#value instanceof Set) return this.#value;
    return this.#value === undefined ? [] : [this.#value];
  }
}
