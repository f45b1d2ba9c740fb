/** Finds what an entry has that the known entry, with the same key or a matching pattern, lacks. */
import type {
  ArgumentPattern,
  InterpretedFile,
  RequestEntry,
} from "../../model/baseline/baseline.js";
import type { Field } from "../../model/baseline/fields.js";
import type { EntryOf, PartName } from "../../model/baseline/parts.js";
import { fieldsOf } from "../../model/baseline/same-entry.js";
import { printable } from "../../model/text.js";
import { fitsArguments, fitsFiles, fitsRequests, argumentsText } from "./arguments.js";
import { DONE, FIELD_WORDS } from "./field-words.js";
import { namedFields } from "../../model/baseline/named-fields.js";

type Values = Readonly<Record<string, unknown>>;

/** Describes each field that has something new: `mode 4755`. Printable. */
export function grownFields<P extends PartName>(
  part: P,
  known: EntryOf<P>,
  entry: EntryOf<P>,
): string[] {
  const before = known as unknown as Values;
  const now = entry as unknown as Values;
  return comparedFields(part).flatMap(([name, field, words]) => {
    if (isSame(now[name], before[name])) return [];
    // Stars are compared only if both entries have the same pattern.
    if (isStars(part, name) && !isSamePattern(part, before, now)) return [];
    const merged = field.merge(before[name], now[name]);
    if (JSON.stringify(merged) === JSON.stringify(before[name])) return [];
    const values = grownValues(name, before[name], now[name]);
    return values?.map((value) => printable(`${words} ${value}`.trim())) ?? [];
  });
}

type Compared = readonly [name: string, field: Field<unknown>, words: string];

const COMPARED = new Map<PartName, readonly Compared[]>();

/** The fields of a list that can differ between entries with the same key, with their words. */
function comparedFields(part: PartName): readonly Compared[] {
  const known = COMPARED.get(part);
  if (known !== undefined) return known;
  const fields = fieldsOf(part).flatMap(([name, field]): Compared[] => {
    const words = FIELD_WORDS[name] === undefined ? name : FIELD_WORDS[name];
    return field.kind === "key" || words === null ? [] : [[name, field, words]];
  });
  COMPARED.set(part, fields);
  return fields;
}

/** A quick check, because most fields are equal. If it returns false, they may still be equal. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
  return a.every((each, at) => isSame(each, (b as unknown[])[at]));
}

function isStars(part: PartName, name: string): boolean {
  return namedFields(part).some(({ stars }) => stars === name);
}

function isSamePattern(part: PartName, before: Values, now: Values): boolean {
  return namedFields(part).every(({ name, rule }) => {
    return before[name] === now[name] && (before[rule] === undefined) === (now[rule] === undefined);
  });
}

/** The new values; null if none of them matters; one empty text if the field's words say it all. */
function grownValues(name: string, before: unknown, now: unknown): string[] | null {
  if (!Array.isArray(now)) return [""];
  const known = (Array.isArray(before) ? before : []) as unknown[];
  const knownTexts = new Set(known.map((each) => JSON.stringify(each)));
  const more = (now as unknown[]).filter((each) => !knownTexts.has(JSON.stringify(each)));
  const texts = NEW_VALUES[name]?.(known, more) ?? more.map(String);
  return texts.length === 0 ? null : texts;
}

type NewValues = (known: readonly unknown[], more: readonly unknown[]) => string[];

/** For some fields, which of the values that `known` lacks are really new, as text. */
const NEW_VALUES: Readonly<Record<string, NewValues>> = {
  arguments: (known, more) =>
    (more as (readonly ArgumentPattern[])[])
      .filter((vector) => !fitsArguments(known as (readonly ArgumentPattern[])[], vector))
      .map(argumentsText),
  interprets: (known, more) =>
    (more as InterpretedFile[])
      .filter((file) => !fitsFiles(known as InterpretedFile[], file))
      .map(({ path }) => path),
  requests: (known, more) =>
    (more as RequestEntry[])
      .filter((request) => !fitsRequests(known as RequestEntry[], request))
      .map(({ method, host, path }) => `${method} ${host}${path}`),
  results: (_known, more) => (more as string[]).filter((result) => DONE.has(result)),
  storage: (_known, more) => (more as string[]).filter((storage) => storage !== "unknown"),
};
