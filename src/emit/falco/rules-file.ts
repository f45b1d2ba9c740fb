/** A rules file read back: the keys Falco knows, and no others. */
import { load } from "js-yaml";

export interface MacroEntry {
  readonly macro: string;
  readonly condition: string;
}

export interface RuleEntry {
  readonly rule: string;
  readonly condition: string;
  readonly desc: string;
  readonly output: string;
  readonly priority: string;
  /** false: Falco knows the rule and doesn't apply it */
  readonly enabled: boolean;
}

export interface RulesFile {
  /** items as text, in the order of the file */
  readonly lists: ReadonlyMap<string, readonly string[]>;
  readonly macros: readonly MacroEntry[];
  readonly rules: readonly RuleEntry[];
}

type Entry = Readonly<Record<string, unknown>>;

/** Keys of each sort of entry (Falco's rule_json_schema.h). */
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

/** Parses a rules file. Throws an Error that names the entry at fault. */
export function parseRulesFile(text: string): RulesFile {
  const entries = load(text);
  if (!Array.isArray(entries)) throw new Error("a rules file has to be a list of entries");
  const lists = new Map<string, string[]>();
  const macros: MacroEntry[] = [];
  const rules: RuleEntry[] = [];
  for (const entry of entries as unknown[]) {
    const fields = checkShape(entry);
    if ("list" in fields) addList(lists, fields);
    else if ("macro" in fields) macros.push(macroOf(fields));
    else if ("rule" in fields) rules.push(ruleOf(fields));
  }
  return { lists, macros, rules };
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

function addList(lists: Map<string, string[]>, entry: Entry): void {
  const name = textOf(entry, "list");
  const items = entry["items"];
  if (!Array.isArray(items) || !items.every((each) => typeof each === "string")) {
    throw new Error(`the items of list ${name} have to be text`);
  }
  if (!/^[^()"'=,\s]+$/.test(name)) throw new Error(`no name for a list: ${name}`);
  if (lists.has(name)) throw new Error(`list ${name} is there twice`);
  lists.set(name, items);
}

function macroOf(entry: Entry): MacroEntry {
  return { macro: textOf(entry, "macro"), condition: textOf(entry, "condition") };
}

function ruleOf(entry: Entry): RuleEntry {
  return {
    rule: textOf(entry, "rule"),
    condition: textOf(entry, "condition"),
    desc: textOf(entry, "desc"),
    output: textOf(entry, "output"),
    priority: textOf(entry, "priority"),
    enabled: entry["enabled"] !== false,
  };
}

function textOf(entry: Entry, key: string): string {
  const value = entry[key];
  if (typeof value !== "string") throw new Error(`${key} has to be text`);
  return value;
}
