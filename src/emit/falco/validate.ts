/**
 * Reads a rules file back the way Falco does, and refuses what Falco would refuse, what it would
 * take for something else without a word, and what doesn't say what the baseline says.
 */
import type { Baseline } from "../../model/baseline.js";
import { parseCondition } from "./condition.js";
import type { Condition } from "./condition.js";
import { describe } from "./document.js";
import type { FalcoDocument } from "./document.js";
import { expandLists, holdsWord } from "./expand.js";
import { parseRulesFile } from "./rules-file.js";
import type { RuleEntry, RulesFile } from "./rules-file.js";

const PRIORITIES = new Set(
  "EMERGENCY ALERT CRITICAL ERROR WARNING NOTICE INFORMATIONAL INFO DEBUG".split(" "),
);

/** Throws an Error that names the entry at fault. */
export function validateRules(text: string, baseline: Baseline): void {
  const file = parseRulesFile(text);
  if (file.rules.length === 0) throw new Error("there is no rule");
  checkCollisions(file);
  checkConditions(file);
  for (const rule of file.rules) checkRule(rule);
  checkContent(file, describe(baseline));
}

/** A list's name as a word of an item would be replaced by that list's items. */
function checkCollisions(file: RulesFile): void {
  const names = [...file.lists.keys()];
  for (const [list, items] of file.lists) {
    const all = items.join(" ");
    const name = names.find((known) => holdsWord(all, known));
    if (name !== undefined) throw new Error(`an item of ${list} holds the name of list ${name}`);
  }
}

function checkConditions(file: RulesFile): void {
  const macros = new Set<string>();
  for (const { macro, condition } of file.macros) {
    if (!/^[a-zA-Z]+[a-zA-Z0-9_]*$/.test(macro)) throw new Error(`no name for a macro: ${macro}`);
    if (macros.has(macro)) throw new Error(`macro ${macro} is there twice`);
    // only macros further up are known to a macro
    checkCondition(macro, condition, file, macros);
    macros.add(macro);
  }
  const rules = new Set<string>();
  for (const { rule, condition } of file.rules) {
    if (rules.has(rule)) throw new Error(`rule ${rule} is there twice`);
    rules.add(rule);
    checkCondition(rule, condition, file, macros);
  }
}

function checkCondition(
  name: string,
  text: string,
  file: RulesFile,
  macros: ReadonlySet<string>,
): void {
  for (const value of valuesIn(inContext(name, () => parseCondition(text)))) {
    const list = [...file.lists.keys()].find((known) => holdsWord(value.text, known));
    if (value.quoted && list !== undefined) throw new Error(`${name}: a string holds ${list}`);
  }
  const condition = inContext(name, () => parseCondition(expandLists(text, file.lists)));
  for (const used of macrosIn(condition)) {
    if (!macros.has(used)) throw new Error(`${name}: there is no macro ${used} above it`);
  }
  for (const value of valuesIn(condition)) {
    // Falco takes the name of a list that isn't there for a value
    if (!value.quoted && value.text.startsWith("cxray_")) {
      throw new Error(`${name}: there is no list ${value.text}`);
    }
  }
}

function checkRule({ rule, desc, output, priority }: RuleEntry): void {
  if (!/^[A-Z]/.test(rule)) throw new Error(`${rule}: a rule's name starts upper case`);
  if (!desc.endsWith(".")) throw new Error(`${rule}: desc has to end with a period`);
  if (!PRIORITIES.has(priority)) throw new Error(`${rule}: no such priority: ${priority}`);
  if (/%(?![a-z]+(?:\.[a-z_]+)+)/.test(output)) {
    throw new Error(`${rule}: % has to begin a field in an output`);
  }
}

/** Every list and pattern the file has of ours holds exactly what the baseline does. */
function checkContent(file: RulesFile, document: FalcoDocument): void {
  for (const { name, items } of document.lists) {
    if (!file.lists.has(name)) continue;
    const [check] = checksIn(parseCondition(expandLists(`fd.name in (${name})`, file.lists)));
    const found = check?.values ?? [];
    const isSame =
      found.length === items.length &&
      found.every(({ text, quoted }, at) => quoted && text === items[at]?.value);
    if (!isSame) throw new Error(`list ${name} doesn't hold what the baseline does`);
  }
  for (const { name, lines } of document.macros) {
    const written = file.macros.find(({ macro }) => macro === name);
    if (!written || !/_pattern_\d+$/.test(name)) continue;
    if (written.condition.trim() !== lines.join(" ")) {
      throw new Error(`macro ${name} isn't the baseline's pattern`);
    }
  }
}

function inContext<T>(name: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

type Check = Extract<Condition, { kind: "check" }>;

function checksIn(condition: Condition): Check[] {
  switch (condition.kind) {
    case "check":
      return [condition];
    case "macro":
      return [];
    case "not":
      return checksIn(condition.child);
    default:
      return condition.children.flatMap(checksIn);
  }
}

function valuesIn(condition: Condition): Check["values"][number][] {
  return checksIn(condition).flatMap((check) => check.values);
}

function macrosIn(condition: Condition): string[] {
  switch (condition.kind) {
    case "macro":
      return [condition.name];
    case "check":
      return [];
    case "not":
      return macrosIn(condition.child);
    default:
      return condition.children.flatMap(macrosIn);
  }
}
