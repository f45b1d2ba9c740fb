/** What an entry has that a known one of the same key, or a pattern that holds it, lacks. */
import type {
  ArgumentPattern,
  InterpretedFile,
  RequestEntry,
} from "../../model/baseline/baseline.js";
import type { Field } from "../../model/baseline/fields.js";
import type { EntryOf, PartName } from "../../model/baseline/parts.js";
import { fieldsOf } from "../../model/baseline/same-entry.js";
import { printable } from "../../model/text.js";
import { fitsArguments, fitsFiles, fitsRequests, tellArguments } from "./arguments.js";
import { DONE, FIELD_WORDS } from "./field-words.js";
import { namedFields } from "../../model/baseline/named-fields.js";

type Values = Readonly<Record<string, unknown>>;

/** Each field that differs, in words: `mode 4755`. Printable. */
export function grownFields<P extends PartName>(
  part: P,
  known: EntryOf<P>,
  entry: EntryOf<P>,
): string[] {
  const before = known as unknown as Values;
  const now = entry as unknown as Values;
  return comparedFields(part).flatMap(([name, field, words]) => {
    if (isSame(now[name], before[name])) return [];
    // What stars stand for is compared where two patterns are one entry.
    if (isStars(part, name) && !isSamePattern(part, before, now)) return [];
    const merged = field.merge(before[name], now[name]);
    if (JSON.stringify(merged) === JSON.stringify(before[name])) return [];
    const values = grownValues(name, before[name], now[name]);
    return values?.map((value) => printable(`${words} ${value}`.trim())) ?? [];
  });
}

type Compared = readonly [name: string, field: Field<unknown>, words: string];

const COMPARED = new Map<PartName, readonly Compared[]>();

/** Those of a list that two entries of one key may differ in, and the words for it. */
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

/** Most fields of most entries are: so they need not be merged. False: they may be all the same. */
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

/** The values that are new; null: nothing that matters; one empty text: the field's words say it. */
function grownValues(name: string, before: unknown, now: unknown): string[] | null {
  if (!Array.isArray(now)) return [""];
  const known = (Array.isArray(before) ? before : []) as unknown[];
  const texts = new Set(known.map((each) => JSON.stringify(each)));
  const more = (now as unknown[]).filter((each) => !texts.has(JSON.stringify(each)));
  const told = TELLERS[name]?.(known, more) ?? more.map(String);
  return told.length === 0 ? null : told;
}

type Teller = (known: readonly unknown[], more: readonly unknown[]) => string[];

const TELLERS: Readonly<Record<string, Teller>> = {
  arguments: (known, more) =>
    (more as (readonly ArgumentPattern[])[])
      .filter((vector) => !fitsArguments(known as (readonly ArgumentPattern[])[], vector))
      .map(tellArguments),
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
