/** Compares and merges entries by the rows of PARTS. */
import { compareTexts } from "../order.js";
import { mergeEvidence } from "./evidence.js";
import type { Field } from "./fields.js";
import type { Observed } from "./part.js";
import { PARTS, PART_NAMES, type EntryOf, type PartName } from "./parts.js";

type Values = Readonly<Record<string, unknown>>;
export type NamedField = readonly [name: string, field: Field<unknown>];

/** All fields of a list's entries except the evidence, in the document's order. */
export function fieldsOf(part: PartName): readonly NamedField[] {
  return Object.entries(PARTS[part].fields);
}

const KEYS = new Map(
  PART_NAMES.map((part) => {
    const keys = fieldsOf(part).filter(([, { kind }]) => kind === "key");
    return [part, keys.map(([name]) => name)];
  }),
);

/** The fields that make two entries of a list the same. */
export function keyFields(part: PartName): readonly string[] {
  return KEYS.get(part) ?? [];
}

/** An entry's key as text. It is unique in the list, and does not change with other fields. */
export function keyOf<P extends PartName>(part: P, entry: Observed<P>): string {
  const values = keyFields(part).map((name) => (entry as Values)[name] ?? null);
  return JSON.stringify(values.slice(0, values.findLastIndex((value) => value !== null) + 1));
}

/** The sort order of a list. An absent key comes first. */
export function orderOf<P extends PartName>(part: P): (a: EntryOf<P>, b: EntryOf<P>) => number {
  const names = PARTS[part].order ?? keyFields(part);
  return (a, b) => {
    for (const name of names) {
      const order = compareValues((a as unknown as Values)[name], (b as unknown as Values)[name]);
      if (order !== 0) return order;
    }
    return 0;
  };
}

function compareValues(a: unknown, b: unknown): number {
  if (a === b) return 0;
  if (typeof a === "string" && typeof b === "string") return compareTexts(a, b);
  if (a === undefined) return -1;
  if (b === undefined) return 1;
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (Array.isArray(a) && Array.isArray(b)) return compareArrays(a, b);
  return compareTexts(textOf(a), textOf(b));
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function compareArrays(a: readonly unknown[], b: readonly unknown[]): number {
  for (let index = 0; index < a.length && index < b.length; index += 1) {
    const order = compareValues(a[index], b[index]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Merges two entries of one key. */
export function mergeEntries<P extends PartName>(
  part: P,
  a: EntryOf<P>,
  b: EntryOf<P>,
): EntryOf<P> {
  const merged = fieldsOf(part).flatMap(([name, field]): [string, unknown][] => {
    const value = field.merge((a as unknown as Values)[name], (b as unknown as Values)[name]);
    return value === undefined ? [] : [[name, value]];
  });
  return { ...Object.fromEntries(merged), ...mergeEvidence(a, b) } as unknown as EntryOf<P>;
}

/** The entries of several lists as one sorted list, with one entry per key. */
export function mergeLists<P extends PartName>(
  part: P,
  lists: Iterable<readonly EntryOf<P>[]>,
): EntryOf<P>[] {
  const merged = new Map<string, EntryOf<P>>();
  for (const list of lists) {
    for (const entry of list) {
      const key = keyOf(part, entry);
      const known = merged.get(key);
      merged.set(key, known === undefined ? entry : mergeEntries(part, known, entry));
    }
  }
  return [...merged.values()].sort(orderOf(part));
}

/** The texts of an entry that the container chose: each may be any text. */
export function hostileTexts<P extends PartName>(part: P, entry: EntryOf<P>): string[] {
  const hostile = fieldsOf(part).filter(([, { isHostile }]) => isHostile);
  const values = hostile.map(([name]) => (entry as unknown as Values)[name]);
  return [...values.flatMap(textsIn), ...entry.by];
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
