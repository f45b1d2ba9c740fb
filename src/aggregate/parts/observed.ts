/** Observed data of an entry, before the entry is made. */
import type { PartName } from "../../model/baseline/parts.js";
import { fieldsOf, keyFields, type NamedField } from "../../model/baseline/same-entry.js";

export type Values = Readonly<Record<string, unknown>>;

/** A list's fields, by how they are gathered. */
export interface Plan {
  readonly keys: readonly string[];
  /** the identity of an entry: its keys, and fields that depend on them alone */
  readonly identity: readonly string[];
  readonly unions: readonly string[];
  readonly flags: readonly string[];
  readonly fields: readonly NamedField[];
}

export function planOf(part: PartName): Plan {
  const fields = fieldsOf(part);
  const named = (...kinds: readonly string[]): string[] =>
    fields.filter(([, { kind }]) => kinds.includes(kind)).map(([name]) => name);
  return {
    keys: keyFields(part),
    identity: named("key", "saysKey", "stars"),
    unions: named("union"),
    flags: named("flag"),
    fields,
  };
}

/** The identity in the observed data, without the fields that are gathered beside it. */
export function identityOf({ identity }: Plan, observed: Values): Values {
  const own: Record<string, unknown> = {};
  for (const name of identity) if (observed[name] !== undefined) own[name] = observed[name];
  return own;
}

/**
 * The keys as one text, which decides what is kept if there are too many. Texts sort as keys do. If
 * the path is not the first key, it follows the first NUL.
 */
export function textOf({ keys }: Plan, observed: Values): string {
  let text = "";
  let separators = "";
  for (const name of keys) {
    const value = observed[name];
    if (value !== undefined) {
      text += separators + keyText(value);
      separators = "";
    }
    separators += "\0";
  }
  return text;
}

const LONGEST_NUMBER = 20;

function keyText(value: unknown): string {
  if (typeof value === "string") return escapeNul(value);
  if (!Array.isArray(value)) return String(value);
  // numbers padded to one length sort as texts do
  return value.map((each) => String(each).padStart(LONGEST_NUMBER, "0")).join("\0");
}

/** The name of an abstract unix socket may contain a NUL. */
function escapeNul(text: string): string {
  if (!text.includes("\0") && !text.includes("\u0001")) return text;
  return text.replace(/[\0\u0001]/gu, (character) => (character === "\0" ? "\u00010" : "\u00011"));
}
