/** Which fields of an entry are names that a pattern may stand for. */
import { keyFields } from "./same-entry.js";
import { PARTS, type EntryOf, type PartName } from "./parts.js";

/** A name, and the fields that say of it that it is a pattern. */
export interface NamedField {
  readonly name: string;
  readonly rule: string;
  readonly stars: string;
}

const WITH_RULE: readonly NamedField[] = [
  // of one rule the first that the list has
  { name: "address", rule: "rule", stars: "stars" },
  { name: "name", rule: "rule", stars: "stars" },
  { name: "path", rule: "rule", stars: "stars" },
  { name: "to", rule: "toRule", stars: "toStars" },
];

/** What an entry, or an item of one, calls by name; of one item the first that it has is the pattern. */
export const NAME_FIELDS: readonly string[] = WITH_RULE.map(({ name }) => name);

const NAMED = new Map<PartName, readonly NamedField[]>();
const OTHERS = new Map<PartName, readonly string[]>();

/** The names of a list's entries; none where no pattern can stand for one. */
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

/** What entries agree in that one pattern may stand for: all keys but the names. */
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
