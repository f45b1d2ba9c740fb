/** What a field is to its entry. Each row of `PARTS` says it of each field, by these words. */
import { compareTexts, sortedTexts } from "../order.js";
import { widestStars } from "./stars.js";

export interface Field<T> {
  /** how its value comes about: see the functions of these names */
  readonly kind: "key" | "stars" | "saysKey" | "union" | "unionBy" | "flag";
  /** whoever runs in the container chose it: it may be any text */
  readonly isHostile: boolean;
  /** of a list: what is meant where there is none; undefined: there always is one */
  readonly absent: T | undefined;
  /**
   * What one entry has that stands for two. Associative, commutative, and two times the same is the
   * same; undefined: the field is absent.
   */
  readonly merge: (a: T | undefined, b: T | undefined) => T | undefined;
}

const OURS = { isHostile: false, absent: undefined } as const;

/** Entries that agree in all such fields are the same entry. */
export function key<T>(): Field<T> {
  return { ...OURS, kind: "key", merge: (a) => a };
}

/** Texts: all that either has, sorted. */
export function union<T extends string>(): Field<readonly T[]> {
  const merge: Field<readonly T[]>["merge"] = (a, b) =>
    a === undefined && b === undefined ? undefined : unite(a ?? [], b ?? []);
  return { ...OURS, kind: "union", merge };
}

/** The same of a list that is left out where it says no more than `absent`. */
export function unionUnless<T extends string>(absent: readonly T[]): Field<readonly T[]> {
  const merge: Field<readonly T[]>["merge"] = (a, b) => {
    const all = unite(a ?? absent, b ?? absent);
    return isAmong(all, absent) ? undefined : all;
  };
  return { ...OURS, kind: "union", absent, merge };
}

/** The same of a list that is left out where it is empty. */
export function unionIfAny<T extends string>(): Field<readonly T[]> {
  return unionUnless<T>([]);
}

function unite<T extends string>(a: readonly T[], b: readonly T[]): T[] {
  return sortedTexts([...a, ...b]) as T[];
}

/** Whether a list says no more than its absence. */
export function isAmong<T>(list: readonly T[], absent: readonly T[]): boolean {
  return list.every((each) => absent.includes(each));
}

/** All items that either has, by their own keys; those of one key become one. */
export function unionBy<T>(
  keyOf: (item: T) => string,
  mergeItems: (a: T, b: T) => T = (a) => a,
): Field<readonly T[]> {
  return {
    ...OURS,
    kind: "unionBy",
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
  return { ...OURS, kind: "flag", merge: (a, b) => a ?? b };
}

/** True where it is of both; else absent. */
export function always(): Field<true> {
  return { ...OURS, kind: "flag", merge: (a, b) => (a === b ? a : undefined) };
}

/** Says the key in words. Another cxray may have had others: of two the first in order. */
export function saysKey(): Field<string> {
  return {
    ...OURS,
    kind: "saysKey",
    merge: (a, b) => sortedTexts([a ?? b ?? "", b ?? a ?? ""])[0],
  };
}

/** What the stars of the key's pattern stand for: the narrowest that holds both. */
export function stars(): Field<readonly string[]> {
  return { ...OURS, kind: "stars", merge: widestStars };
}

/** The same field, of texts that whoever runs in the container chose. */
export function hostile<T>(field: Field<T>): Field<T> {
  return { ...field, isHostile: true };
}
