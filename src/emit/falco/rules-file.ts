/**
 * Reads rules files as Falco does, one after the other. Only keys that Falco knows are accepted.
 */
import { load } from "js-yaml";

export interface MacroEntry {
  readonly macro: string;
  /** with all appended conditions */
  readonly condition: string;
  /**
   * positions of the first definition and of the last change: a macro may use only macros defined
   * before it
   */
  readonly defined: number;
  readonly changed: number;
}

export interface RuleEntry {
  readonly rule: string;
  readonly condition: string;
  readonly desc: string;
  readonly output: string;
  readonly priority: string;
}

export interface RulesFile {
  /** items as text, in the order of the files */
  readonly lists: ReadonlyMap<string, readonly string[]>;
  readonly macros: ReadonlyMap<string, MacroEntry>;
  readonly rules: readonly RuleEntry[];
}

type Entry = Readonly<Record<string, unknown>>;

/** The keys of each sort of entry (Falco's rule_json_schema.h). */
interface Shape {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

const SHAPES: ReadonlyMap<string, Shape> = new Map([
  ["required_engine_version", { required: [], optional: [] }],
  ["required_plugin_versions", { required: [], optional: [] }],
  ["list", { required: ["items"], optional: ["override"] }],
  ["macro", { required: ["condition"], optional: ["override"] }],
  [
    "rule",
    {
      required: ["condition", "output", "desc", "priority"],
      optional: [
        ...["source", "enabled", "capture", "capture_duration", "warn_evttypes"],
        ...["skip-if-unknown-filter", "tags", "exceptions", "override"],
      ],
    },
  ],
]);

/** Parses files in order. Throws an Error that names the faulty entry. */
export function parseRulesFiles(texts: readonly string[]): RulesFile {
  const lists = new Map<string, string[]>();
  const macros = new Map<string, MacroEntry>();
  const rules: RuleEntry[] = [];
  let number = 0;
  for (const entry of texts.flatMap(entriesOf)) {
    const fields = checkShape(entry);
    number += 1;
    if ("list" in fields) addList(lists, fields);
    else if ("macro" in fields) addMacro(macros, fields, number);
    else if ("rule" in fields) rules.push(ruleOf(fields));
  }
  return { lists, macros, rules };
}

function entriesOf(text: string): unknown[] {
  const entries = load(text);
  if (!Array.isArray(entries)) throw new Error("a rules file has to be a list of entries");
  return entries as unknown[];
}

function checkShape(entry: unknown): Entry {
  if (typeof entry !== "object" || entry === null || Array.isArray(entry)) {
    throw new Error("an entry has to be a mapping");
  }
  const keys = Object.keys(entry);
  const sort = keys.find((key) => SHAPES.has(key)) ?? "";
  const shape = SHAPES.get(sort);
  if (!shape) throw new Error(`no such entry: ${keys.join(", ")}`);
  const missing = shape.required.find((key) => !keys.includes(key));
  if (missing !== undefined) throw new Error(`a ${sort} lacks ${missing}`);
  const known = [sort, ...shape.required, ...shape.optional];
  const unknown = keys.find((key) => !known.includes(key));
  if (unknown !== undefined) throw new Error(`a ${sort} has no key ${unknown}`);
  return entry as Entry;
}

/** Falco has two ways to override a key; emitted files only append. */
function appends(entry: Entry, key: string): boolean {
  const override = entry["override"] as Entry | undefined;
  if (override === undefined) return false;
  if (override[key] === "append" && Object.keys(override).length === 1) return true;
  throw new Error(`an override has to append to ${key}`);
}

function addList(lists: Map<string, string[]>, entry: Entry): void {
  const name = textOf(entry, "list");
  const items = entry["items"];
  if (!Array.isArray(items) || !items.every((each) => typeof each === "string")) {
    throw new Error(`the items of list ${name} have to be text`);
  }
  if (!/^[^()"'=,\s]+$/.test(name)) throw new Error(`no name for a list: ${name}`);
  const known = lists.get(name);
  if (appends(entry, "items")) {
    if (known === undefined) throw new Error(`there is no list ${name} to append to`);
    lists.set(name, [...known, ...items]);
    return;
  }
  if (known !== undefined) throw new Error(`list ${name} is there twice`);
  lists.set(name, items);
}

function addMacro(macros: Map<string, MacroEntry>, entry: Entry, number: number): void {
  const macro = textOf(entry, "macro");
  const condition = textOf(entry, "condition");
  if (!/^[a-zA-Z]+[a-zA-Z0-9_]*$/.test(macro)) throw new Error(`no name for a macro: ${macro}`);
  const known = macros.get(macro);
  if (appends(entry, "condition")) {
    if (known === undefined) throw new Error(`there is no macro ${macro} to append to`);
    macros.set(macro, { ...known, condition: `${known.condition} ${condition}`, changed: number });
    return;
  }
  if (known !== undefined) throw new Error(`macro ${macro} is there twice`);
  macros.set(macro, { macro, condition, defined: number, changed: number });
}

function ruleOf(entry: Entry): RuleEntry {
  return {
    rule: textOf(entry, "rule"),
    condition: textOf(entry, "condition"),
    desc: textOf(entry, "desc"),
    output: textOf(entry, "output"),
    priority: textOf(entry, "priority"),
  };
}

function textOf(entry: Entry, key: string): string {
  const value = entry[key];
  if (typeof value !== "string") throw new Error(`${key} has to be text`);
  return value;
}
