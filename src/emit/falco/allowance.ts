/** The building blocks of an image's Falco rules, and the evidence for each. */
import type { Evidence } from "../../model/baseline/baseline.js";
import { sortedBy, sortedTexts } from "../../model/order.js";
import { asFalcoSees, quote } from "./text.js";

/** Evidence for one allowed thing, listed where a reader of the rules looks for it. */
export interface EvidenceLine {
  /** the thing as it was recorded */
  readonly what: string;
  /** the programs that did it, sorted */
  readonly by: readonly string[];
  /** details that follow in parentheses */
  readonly notes?: readonly string[];
  /** why the rules allow more than was recorded */
  readonly marks?: readonly string[];
}

/** One value of a list. */
export interface Item {
  /** the value as Falco compares it */
  readonly value: string;
  /** the value as the list holds it, with quotes */
  readonly text: string;
}

export interface List {
  readonly name: string;
  readonly items: readonly Item[];
}

/** What one kind of behaviour adds to an image's allowed behaviour. */
export interface Allowance {
  /** the behaviour in words: `listened on` */
  readonly about: string;
  /** the macro that allows it */
  readonly macro: string;
  /** the macro is true for this image if one of these is */
  readonly conditions: readonly string[];
  readonly lists: readonly List[];
  readonly evidence: readonly EvidenceLine[];
}

/** Never true: event numbers start at 1. It is the condition of a macro that allows nothing. */
export const NEVER = "evt.num=0";

function item(value: string): Item {
  return { value, text: quote(value) };
}

/** Unique items, sorted by value. */
export function itemsOf(texts: Iterable<string>): Item[] {
  return sortedTexts([...texts].map(asFalcoSees)).map(item);
}

/** `field="…"`, or `field in (…)`. */
export function isOneOf(field: string, texts: Iterable<string>): string {
  const items = itemsOf(texts).map(({ text }) => text);
  return items.length === 1 ? `${field}=${items.join("")}` : `${field} in (${items.join(", ")})`;
}

/** A condition that is true if one of these is. */
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
export function portTest(ports: readonly number[], field = "fd.sport"): string {
  const sorted = [...new Set(ports)].sort((a, b) => a - b);
  return sorted.length === 1 ? `${field}=${sorted.join("")}` : `${field} in (${sorted.join(", ")})`;
}
