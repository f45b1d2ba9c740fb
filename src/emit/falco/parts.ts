/** The building blocks of a rules file, and how evidence is told beside them. */
import type { Evidence } from "../../model/baseline.js";
import { sortedBy } from "../../model/order.js";
import { asFalcoSees, quote } from "./text.js";

/** One value of a list. */
export interface Item {
  /** as Falco compares it */
  readonly value: string;
  /** as the list holds it, with quotes */
  readonly text: string;
  readonly comments: readonly string[];
}

export interface List {
  readonly name: string;
  readonly about: string;
  readonly items: readonly Item[];
}

/** A condition with a name. Several lines hold printable ASCII only; a single one holds anything. */
export interface Macro {
  readonly name: string;
  readonly about: readonly string[];
  readonly lines: readonly string[];
}

/** What one kind of behaviour adds to the file. */
export interface Part {
  readonly lists: readonly List[];
  readonly macros: readonly Macro[];
}

/** Never true: event numbers begin at 1. It stands where nothing is allowed. */
const NEVER = "evt.num=0";

export function item(text: string, comments: readonly string[] = []): Item {
  const value = asFalcoSees(text);
  return { value, text: quote(value), comments };
}

/** Items sorted by value, those of one value joined into one with all its comments. */
export function joinItems(items: readonly Item[]): Item[] {
  const byValue = new Map<string, Item>();
  for (const each of items) {
    const same = byValue.get(each.value);
    const comments = same ? [...new Set([...same.comments, ...each.comments])] : each.comments;
    byValue.set(each.value, { ...each, comments });
  }
  return sortedBy(byValue.values(), ({ value }) => value);
}

/** A macro that is true when one of the conditions is; without any, it is never true. */
export function anyOf(
  name: string,
  about: readonly string[],
  conditions: readonly string[],
): Macro {
  if (conditions.length === 0) {
    return {
      name,
      about: [...about, "Nothing of the kind was seen: all of it is reported."],
      lines: [NEVER],
    };
  }
  const lines = conditions.map((condition, at) => (at === 0 ? condition : `or ${condition}`));
  return { name, about, lines: conditions.length === 1 ? lines : parenthesised(lines) };
}

/** So that an item of a list that is empty never appears in a condition, it is left out whole. */
export function membership(field: string, list: List): string[] {
  return list.items.length === 0 ? [] : [`${field} in (${list.name})`];
}

function parenthesised(lines: readonly string[]): string[] {
  return lines.map((line, at) => {
    const open = at === 0 ? "(" : "";
    return open + line + (at === lines.length - 1 ? ")" : "");
  });
}

const MOST_NAMED = 5;

/** How well an entry is supported, and by what it was done: no counts and no times. */
export function evidence(entry: Evidence, allRuns: number): string {
  const named = entry.by.map((path) => (path === "" ? "an unknown program" : path));
  const more = named.length - MOST_NAMED;
  const by = named.slice(0, MOST_NAMED).join(", ") + (more > 0 ? ` and ${more} more` : "");
  return `in ${entry.runs} of ${allRuns} runs${by === "" ? "" : `, by ${by}`}`;
}
