/**
 * Reads rules back as Falco does. Refuses what Falco would refuse or silently misread, and any list
 * or condition that differs from the baseline. Its time is linear in the text's length.
 */
import type { Baseline } from "../../model/baseline/baseline.js";
import type { NamedText } from "../format.js";
import { parseCondition } from "./condition.js";
import type { Condition } from "./condition.js";
import { describe, describeImage } from "./document.js";
import type { FalcoDocument } from "./document.js";
import { expandLists, findWord } from "./expand.js";
import { fileName, imageNames } from "./names.js";
import { PRIORITIES } from "./rule.js";
import { parseRulesFiles } from "./rules-file.js";
import type { RuleEntry, RulesFile } from "./rules-file.js";

/** Throws an Error that names the faulty entry. */
export function validateRules(text: string, baseline: Baseline): void {
  const file = checkFiles([text]);
  checkContent(file, describe(baseline));
}

/** The same for a base and the images' files: each image alone, then all together. */
export function validateSet(files: readonly NamedText[], baselines: readonly Baseline[]): void {
  const [base, ...images] = files;
  if (base === undefined) throw new Error("there is no base");
  const all = checkFiles(files.map(({ text }) => text));
  const documents = new Map(
    baselines
      .filter(({ image }) => !image.name.startsWith("bundle:"))
      .map((each) => [fileName(imageNames(each.image)), describeImage(each)]),
  );
  for (const { name } of images) {
    const document = documents.get(name);
    if (document === undefined) throw new Error(`${name} is of no image`);
    checkContent(all, document);
  }
}

function checkFiles(texts: readonly string[]): RulesFile {
  const file = parseRulesFiles(texts);
  if (file.rules.length === 0) throw new Error("there is no rule");
  checkCollisions(file);
  checkConditions(file);
  for (const rule of file.rules) checkRule(rule);
  return file;
}

/** Falco would expand a list's name that is a separate word of an item. */
function checkCollisions({ lists }: RulesFile): void {
  for (const [list, items] of lists) {
    for (const each of items) {
      const name = findWord(each, lists);
      if (name !== undefined) throw new Error(`an item of ${list} holds the name of list ${name}`);
    }
  }
}

function checkConditions(file: RulesFile): void {
  const order = new Map([...file.macros].map(([name, { defined }]) => [name, defined]));
  for (const { macro, condition, changed } of file.macros.values()) {
    // a macro may use only macros defined before it
    checkCondition(macro, condition, file, (name) => (order.get(name) ?? Infinity) < changed);
  }
  const rules = new Set<string>();
  for (const { rule, condition } of file.rules) {
    if (rules.has(rule)) throw new Error(`rule ${rule} is there twice`);
    rules.add(rule);
    checkCondition(rule, condition, file, (name) => order.has(name));
  }
}

function checkCondition(
  name: string,
  text: string,
  { lists }: RulesFile,
  isMacro: (name: string) => boolean,
): void {
  for (const value of valuesIn(inContext(name, () => parseCondition(text)))) {
    const list = value.quoted ? findWord(value.text, lists) : undefined;
    if (list !== undefined) throw new Error(`${name}: a string holds ${list}`);
  }
  const condition = inContext(name, () => parseCondition(expandLists(text, lists)));
  const unknown = macrosIn(condition).find((used) => !isMacro(used));
  if (unknown !== undefined) throw new Error(`${name}: there is no macro ${unknown} above it`);
  // Falco takes the name of an undefined list for a plain value
  const missing = valuesIn(condition).find(
    (each) => !each.quoted && each.text.startsWith("cxray_"),
  );
  if (missing !== undefined) throw new Error(`${name}: there is no list ${missing.text}`);
}

function checkRule({ rule, desc, output, priority }: RuleEntry): void {
  if (!/^[A-Z]/.test(rule)) throw new Error(`${rule}: a rule's name starts upper case`);
  if (!desc.endsWith(".")) throw new Error(`${rule}: desc has to end with a period`);
  if (!(PRIORITIES as readonly string[]).includes(priority)) {
    throw new Error(`${rule}: no such priority: ${priority}`);
  }
  if (/%(?![a-z0-9]+(?:\.[a-z_]+)+)/.test(output)) {
    throw new Error(`${rule}: % has to begin a field in an output`);
  }
}

/** Each of our lists and conditions in the file must hold exactly what the baseline does. */
function checkContent(file: RulesFile, document: FalcoDocument): void {
  for (const { name, items, append } of document.lists) {
    const written = file.lists.get(name);
    if (written === undefined) continue;
    const texts = items.map(({ text }) => text);
    const isSame =
      append === true
        ? texts.every((text) => written.includes(text))
        : written.length === texts.length && texts.every((text, at) => text === written[at]);
    if (!isSame) throw new Error(`list ${name} doesn't hold what the baseline does`);
  }
  for (const { name, lines, append } of document.macros) {
    const written = file.macros.get(name)?.condition.trim();
    const condition = lines.join(" ");
    const isSame =
      written === undefined ||
      (append === true ? written.includes(condition) : written === condition);
    if (!isSame) throw new Error(`macro ${name} doesn't say what the baseline does`);
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
