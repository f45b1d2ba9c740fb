/** The texts of an entry of any list, and which of them are patterns. */
import {
  isNameRule,
  ruleWords as nameRuleWords,
  type OwnRow,
} from "../model/baseline/name-rules.js";
import { namedFields, NAME_FIELDS } from "../model/baseline/named-fields.js";
import type { EntryOf, PartName } from "../model/baseline/parts.js";
import { fieldsOf } from "../model/baseline/same-entry.js";
import { REQUEST_RULES } from "../model/baseline/request-rules.js";

export interface EntryText {
  readonly field: string;
  readonly text: string;
  /** whether it is a name of the entry, and not another field */
  readonly isName: boolean;
  /** absent if the text is literal */
  readonly pattern?: { readonly rule: string; readonly stars: readonly string[] };
}

/** What a rule of names makes of a name, and what it then lets in. */
export function ruleWords(
  rule: string,
  own: readonly OwnRow[],
): { readonly does: string; readonly letsIn: string } {
  const requests: Readonly<Record<string, { does: string; letsIn: string }>> = REQUEST_RULES;
  const words = isNameRule(rule) ? nameRuleWords(rule, own) : requests[rule];
  const { does, letsIn } = words ?? ANY_RULE;
  return { does, letsIn };
}

/** The words for a pattern in an argument, and for a rule of another version of cxray. */
const ANY_RULE = { does: "parts of the name", letsIn: "other names of that form" };

/** All texts of an entry, except those of its evidence. */
export function textsOf<P extends PartName>(part: P, entry: EntryOf<P>): EntryText[] {
  const values = entry as unknown as Values;
  const named = new Map(namedFields(part).map((each) => [each.name, each]));
  return fieldsOf(part).flatMap(([field, { kind }]) => {
    if (kind === "stars" || field === "rule" || field === "toRule") return [];
    const { rule = "", stars = "" } = named.get(field) ?? {};
    const pattern = patternOf(values[rule], values[stars]);
    return textsIn(values[field], field, kind === "key", pattern);
  });
}

type Values = Readonly<Record<string, unknown>>;
type Pattern = EntryText["pattern"];

function patternOf(rule: unknown, stars: unknown): Pattern {
  return typeof rule === "string" ? { rule, stars: (stars ?? []) as readonly string[] } : undefined;
}

function textsIn(value: unknown, field: string, isName: boolean, pattern: Pattern): EntryText[] {
  if (typeof value === "string") {
    return [{ field, text: value, isName, ...(pattern === undefined ? {} : { pattern }) }];
  }
  if (Array.isArray(value)) return value.flatMap((each) => textsIn(each, field, isName, pattern));
  if (typeof value !== "object" || value === null) return [];
  return textsInItem(value as Values, field);
}

/** An item of a list within an entry: a request, a file that was interpreted, an argument. */
function textsInItem(item: Values, field: string): EntryText[] {
  const { rule = "pattern" in item ? "argument" : undefined, stars } = item;
  const name = NAME_FIELDS.find((each) => each in item) ?? "pattern";
  return Object.entries(item).flatMap(([key, value]) => {
    if (key === "rule" || key === "stars") return [];
    return textsIn(value, field, false, key === name ? patternOf(rule, stars) : undefined);
  });
}
