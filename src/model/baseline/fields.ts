/** What a field is to its entry. Each row of `PARTS` says it of each field, by these words. */
import { compareTexts, sortedTexts } from "../order.js";
import { widestStars } from "./stars.js";

export interface Field<T> {
  /** entries that agree in all such fields are the same entry */
  readonly isKey: boolean;
  /** whoever runs in the container chose it: it may be any text */
  readonly isHostile: boolean;
  /**
   * What one entry has that stands for two. Associative, commutative, and two times the same is the
   * same; undefined: the field is absent.
   */
  readonly merge: (a: T | undefined, b: T | undefined) => T | undefined;
}

/** Makes the entry what it is, with the other keys. */
export function key<T>(): Field<T> {
  return { isKey: true, isHostile: false, merge: (a) => a };
}

/** All that either has, sorted. `absent`: what is meant where there is no list. */
export function union<T extends string>(absent: readonly T[] = []): Field<readonly T[]> {
  return {
    isKey: false,
    isHostile: false,
    merge: (a, b) => {
      if (a === undefined && b === undefined) return undefined;
      const all = sortedTexts([...(a ?? absent), ...(b ?? absent)]) as T[];
      const isAbsent = absent.length > 0 && all.every((each) => absent.includes(each));
      return isAbsent ? undefined : all;
    },
  };
}

/** All items that either has, by their own keys; those of one key become one. */
export function unionBy<T>(
  keyOf: (item: T) => string,
  mergeItems: (a: T, b: T) => T = (a) => a,
): Field<readonly T[]> {
  return {
    isKey: false,
    isHostile: false,
    merge: (a, b) => {
      if (a === undefined && b === undefined) return undefined;
      const items = new Map<string, T>();
      for (const item of [...(a ?? []), ...(b ?? [])]) {
        const known = items.get(keyOf(item));
        items.set(keyOf(item), known === undefined ? item : mergeItems(known, item));
      }
      return [...items].sort(([x], [y]) => compareTexts(x, y)).map(([, item]) => item);
    },
  };
}

/** True where it is of either; else absent. */
export function ever(): Field<true> {
  return { isKey: false, isHostile: false, merge: (a, b) => a ?? b };
}

/** True where it is of both; else absent. */
export function always(): Field<true> {
  return { isKey: false, isHostile: false, merge: (a, b) => (a === b ? a : undefined) };
}

/** Says the key in words. Another cxray may have had others: of two the first in order. */
export function saysKey(): Field<string> {
  return {
    isKey: false,
    isHostile: false,
    merge: (a, b) => sortedTexts([a ?? b ?? "", b ?? a ?? ""])[0],
  };
}

/** What the stars of the key's pattern stand for: the narrowest that holds both. */
export function stars(): Field<readonly string[]> {
  return { isKey: false, isHostile: false, merge: widestStars };
}

/** The same field, of texts that whoever runs in the container chose. */
export function hostile<T>(field: Field<T>): Field<T> {
  return { ...field, isHostile: true };
}
