/** Finds the entries of one list by their keys, or by patterns that match them. */
import type { EntryOf, PartName } from "../../model/baseline/parts.js";
import { keyOf } from "../../model/baseline/same-entry.js";
import { covers } from "./covers.js";
import { groupOf, namedFields } from "../../model/baseline/named-fields.js";
import { PatternTrie } from "./pattern-trie.js";

export class EntryIndex<P extends PartName> {
  readonly #part: P;
  /** the key of each entry, in the order of the list */
  readonly keys: readonly string[];
  readonly #byKey: ReadonlyMap<string, EntryOf<P>>;
  readonly #patterns = new Map<string, PatternTrie<EntryOf<P>>>();

  constructor(part: P, entries: readonly EntryOf<P>[]) {
    this.#part = part;
    this.keys = entries.map((entry) => keyOf(part, entry));
    this.#byKey = new Map(entries.map((entry, at) => [this.keys[at] ?? "", entry]));
    const fields = namedFields(part);
    for (const entry of entries) {
      const values = entry as unknown as Readonly<Record<string, unknown>>;
      if (fields.some(({ rule }) => values[rule] !== undefined)) this.#addPattern(entry, values);
    }
  }

  /** The entry with exactly this key. */
  same(key: string): EntryOf<P> | undefined {
    return this.#byKey.get(key);
  }

  /** The entries whose patterns match the entry. */
  *holders(entry: EntryOf<P>): IterableIterator<EntryOf<P>> {
    if (this.#patterns.size === 0) return;
    const name = this.#nameOf(entry as unknown as Readonly<Record<string, unknown>>);
    const trie = this.#patterns.get(groupOf(this.#part, entry));
    for (const pattern of trie?.candidates(name) ?? []) {
      if (covers(this.#part, pattern, entry)) yield pattern;
    }
  }

  #addPattern(entry: EntryOf<P>, values: Readonly<Record<string, unknown>>): void {
    const group = groupOf(this.#part, entry);
    const trie = this.#patterns.get(group) ?? new PatternTrie<EntryOf<P>>();
    this.#patterns.set(group, trie);
    const isPattern = values[namedFields(this.#part)[0]?.rule ?? ""] !== undefined;
    trie.add(this.#nameOf(values), isPattern, entry);
  }

  #nameOf(values: Readonly<Record<string, unknown>>): string {
    return (values[namedFields(this.#part)[0]?.name ?? ""] as string | undefined) ?? "";
  }
}
