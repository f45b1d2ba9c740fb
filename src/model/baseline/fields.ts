/** The kinds of fields in an entry. Each row of `PARTS` assigns a kind to each field. */
import { compareTexts, sortedTexts } from "../order.js";
import { widestStars } from "./stars.js";

export interface Field<T> {
  /** see the functions of these names */
  readonly kind: "key" | "stars" | "saysKey" | "union" | "unionBy" | "flag";
  /** the container chose the value: it may be any text */
  readonly isHostile: boolean;
  /** for a list: the value that an absent field stands for; undefined: the field is never absent */
  readonly absent: T | undefined;
  /**
   * Merges the values of two entries. It is associative, commutative and idempotent; undefined: the
   * field is absent.
   */
  readonly merge: (a: T | undefined, b: T | undefined) => T | undefined;
}

const OURS = { isHostile: false, absent: undefined } as const;

/** A key: entries with equal keys are the same entry. */
export function key<T>(): Field<T> {
  return { ...OURS, kind: "key", merge: (a) => a };
}

/** A list of texts: all that either entry has, sorted. */
export function union<T extends string>(): Field<readonly T[]> {
  const merge: Field<readonly T[]>["merge"] = (a, b) =>
    a === undefined && b === undefined ? undefined : unite(a ?? [], b ?? []);
  return { ...OURS, kind: "union", merge };
}

/** The same, but the list is left out if it has nothing beyond `absent`. */
export function unionUnless<T extends string>(absent: readonly T[]): Field<readonly T[]> {
  const merge: Field<readonly T[]>["merge"] = (a, b) => {
    const all = unite(a ?? absent, b ?? absent);
    return isAmong(all, absent) ? undefined : all;
  };
  return { ...OURS, kind: "union", absent, merge };
}

/** The same, but the list is left out if it is empty. */
export function unionIfAny<T extends string>(): Field<readonly T[]> {
  return unionUnless<T>([]);
}

function unite<T extends string>(a: readonly T[], b: readonly T[]): T[] {
  return sortedTexts([...a, ...b]) as T[];
}

/** Whether a list has nothing beyond what its absence stands for. */
export function isAmong<T>(list: readonly T[], absent: readonly T[]): boolean {
  return list.every((each) => absent.includes(each));
}

/** A list of items: all that either entry has. Items with equal keys are merged. */
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

/** True if either entry has it; else absent. */
export function ever(): Field<true> {
  return { ...OURS, kind: "flag", merge: (a, b) => a ?? b };
}

/** True if both entries have it; else absent. */
export function always(): Field<true> {
  return { ...OURS, kind: "flag", merge: (a, b) => (a === b ? a : undefined) };
}

/**
 * The key in words. Versions of cxray may word it differently: of two, the first in sort order is
 * kept.
 */
export function saysKey(): Field<string> {
  return {
    ...OURS,
    kind: "saysKey",
    merge: (a, b) => sortedTexts([a ?? b ?? "", b ?? a ?? ""])[0],
  };
}

/** The expressions of the stars in the key's pattern: the narrowest that cover both entries. */
export function stars(): Field<readonly string[]> {
  return { ...OURS, kind: "stars", merge: widestStars };
}

/** The same field, with texts that the container chose. */
export function hostile<T>(field: Field<T>): Field<T> {
  return { ...field, isHostile: true };
}
