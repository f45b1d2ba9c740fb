/** The building blocks of what a rules file allows an image, and how their evidence is told. */
import type { Evidence } from "../../model/baseline/baseline.js";
import { sortedBy, sortedTexts } from "../../model/order.js";
import { asFalcoSees, quote } from "./text.js";

/** Something that is allowed, for the place where a reader finds what it rests on. */
export interface EvidenceLine {
  /** as it was recorded */
  readonly what: string;
  /** programs that did it, sorted */
  readonly by: readonly string[];
  /** said beside it */
  readonly notes?: readonly string[];
  /** why it allows more than what was seen */
  readonly marks?: readonly string[];
}

/** One value of a list. */
export interface Item {
  /** as Falco compares it */
  readonly value: string;
  /** as the list holds it, with quotes */
  readonly text: string;
}

export interface List {
  readonly name: string;
  readonly items: readonly Item[];
}

/** What one kind of behaviour adds to what an image is allowed. */
export interface Allowance {
  /** of a behaviour, in words */
  readonly about: string;
  /** the macro that says what is allowed of it */
  readonly macro: string;
  /** the macro is true for this image where one of these is */
  readonly conditions: readonly string[];
  readonly lists: readonly List[];
  readonly evidence: readonly EvidenceLine[];
}

/** Never true: event numbers begin at 1. It stands where nothing is allowed. */
export const NEVER = "evt.num=0";

function item(value: string): Item {
  return { value, text: quote(value) };
}

/** Items sorted by value, each once. */
export function itemsOf(texts: Iterable<string>): Item[] {
  return sortedTexts([...texts].map(asFalcoSees)).map(item);
}

/** `field="…"`, or `field in (…)`. */
export function isOneOf(field: string, texts: Iterable<string>): string {
  const items = itemsOf(texts).map(({ text }) => text);
  return items.length === 1 ? `${field}=${items.join("")}` : `${field} in (${items.join(", ")})`;
}

/** Conditions, of which one has to be true. */
export function anyOf(conditions: readonly string[]): string {
  return conditions.length === 1 ? conditions.join("") : `(${conditions.join(" or ")})`;
}

export function evidenceLine(
  what: string,
  { by }: Pick<Evidence, "by">,
  more: Partial<EvidenceLine> = {},
): EvidenceLine {
  return { ...more, what, by };
}

export function groupBy<T>(entries: Iterable<T>, keyOf: (entry: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [entry]);
    else known.push(entry);
  }
  return sortedBy(groups, ([key]) => key);
}

/** `fd.sport=80`, or `fd.sport in (80, 443)`. */
export function portTest(ports: readonly number[]): string {
  const sorted = [...new Set(ports)].sort((a, b) => a - b);
  return sorted.length === 1 ? `fd.sport=${sorted.join("")}` : `fd.sport in (${sorted.join(", ")})`;
}
