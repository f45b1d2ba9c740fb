/** The fields of an entry that a pattern may stand for. */
import { keyFields } from "./same-entry.js";
import { PARTS, type EntryOf, type PartName } from "./parts.js";

/** A name field, and the fields that mark it as a pattern. */
export interface NamedField {
  readonly name: string;
  readonly rule: string;
  readonly stars: string;
}

const WITH_RULE: readonly NamedField[] = [
  // several fields share one `rule`: the first that a list has counts
  { name: "address", rule: "rule", stars: "stars" },
  { name: "name", rule: "rule", stars: "stars" },
  { name: "path", rule: "rule", stars: "stars" },
  { name: "to", rule: "toRule", stars: "toStars" },
];

/** The name fields of entries and their items. In an item, the first that it has is the pattern. */
export const NAME_FIELDS: readonly string[] = WITH_RULE.map(({ name }) => name);

const NAMED = new Map<PartName, readonly NamedField[]>();
const OTHERS = new Map<PartName, readonly string[]>();

/** The name fields of a list's entries; empty: no pattern can stand for one. */
export function namedFields(part: PartName): readonly NamedField[] {
  const known = NAMED.get(part);
  if (known !== undefined) return known;
  const fields = PARTS[part].fields as Readonly<Record<string, unknown>>;
  const found = WITH_RULE.filter(({ name, rule }) => name in fields && rule in fields);
  const rules = found.map(({ rule }) => rule);
  const named = found.filter(({ rule }, at) => rules.indexOf(rule) === at);
  NAMED.set(part, named);
  return named;
}

/** The keys other than names. Entries that agree in these may share a pattern. */
export function groupOf<P extends PartName>(part: P, entry: EntryOf<P>): string {
  const values = entry as unknown as Readonly<Record<string, unknown>>;
  return JSON.stringify(otherKeys(part).map((field) => values[field] ?? null));
}

function otherKeys(part: PartName): readonly string[] {
  const known = OTHERS.get(part);
  if (known !== undefined) return known;
  const named = new Set(namedFields(part).flatMap(({ name, rule }) => [name, rule]));
  const others = keyFields(part).filter((field) => !named.has(field));
  OTHERS.set(part, others);
  return others;
}
