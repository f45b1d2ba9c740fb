/**
 * Says which rules of a file an event raises, as Falco does: lists pasted as text, and every
 * comparison with a field that the event lacks is false, `!=` too.
 */
import { parseCondition } from "../../src/emit/falco/condition.js";
import type { Condition } from "../../src/emit/falco/condition.js";
import { expandLists } from "../../src/emit/falco/expand.js";
import { parseRulesFile } from "../../src/emit/falco/rules-file.js";

export type FalcoEvent = Readonly<Record<string, string | number | boolean>>;

interface Choice {
  /** the user has turned on what is off in the file */
  readonly withDisabled?: boolean;
}

/** The beginnings of the names of the rules that the event raises, up to " in IMAGE". */
export function raisedRules(rules: string, event: FalcoEvent, choice: Choice = {}): string[] {
  const file = parseRulesFile(rules);
  const parse = (text: string): Condition => parseCondition(expandLists(text, file.lists));
  const macros = new Map(file.macros.map(({ macro, condition }) => [macro, parse(condition)]));
  return file.rules
    .filter(({ enabled }) => enabled || choice.withDisabled === true)
    .filter(({ condition }) => isTrue(parse(condition), event, macros))
    .map(({ rule }) => rule.replace(/ in [^ ]+ \([^ ]+\)$/, ""));
}

function isTrue(
  condition: Condition,
  event: FalcoEvent,
  macros: ReadonlyMap<string, Condition>,
): boolean {
  const holds = (child: Condition): boolean => isTrue(child, event, macros);
  switch (condition.kind) {
    case "and":
      return condition.children.every(holds);
    case "or":
      return condition.children.some(holds);
    case "not":
      return !holds(condition.child);
    case "macro":
      return holds(definition(macros, condition.name));
    case "check":
      return compare(condition, event);
  }
}

function definition(macros: ReadonlyMap<string, Condition>, name: string): Condition {
  const found = macros.get(name);
  if (!found) throw new Error(`no such macro: ${name}`);
  return found;
}

function compare(check: Extract<Condition, { kind: "check" }>, event: FalcoEvent): boolean {
  const field = event[check.field];
  if (field === undefined) return false;
  const text = String(field);
  const values = check.values.map((value) => value.text);
  const [first = ""] = values;
  switch (check.operator) {
    case "exists":
      return true;
    case "=":
      return text === first;
    case "!=":
      return text !== first;
    case ">=":
      return Number(field) >= Number(first);
    case ">":
      return Number(field) > Number(first);
    case "<=":
      return Number(field) <= Number(first);
    case "contains":
      return text.includes(first);
    case "in":
      return values.includes(text);
    case "glob":
      return matchesGlob(first, text);
    case "startswith":
      return text.startsWith(first);
    case "endswith":
      return text.endsWith(first);
    default:
      throw new Error(`no such operator in emitted rules: ${check.operator}`);
  }
}

/** fnmatch with no flags but extended globs, of which emitted patterns must hold none. */
export function matchesGlob(pattern: string, text: string): boolean {
  let source = "";
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern.charAt(at);
    if (character === "\\") source += literal(pattern[++at] ?? "\\");
    else if (character === "*") source += "[^]*";
    else if (character === "?") source += "[^]";
    else if (character === "[") {
      const end = pattern.indexOf("]", at + 1);
      source += `[${pattern.slice(at + 1, end)}]`;
      at = end;
    } else {
      if (character === "(" && "?*+@!".includes(pattern[at - 1] ?? " ")) {
        throw new Error(`an extended glob: ${pattern}`);
      }
      source += literal(character);
    }
  }
  return new RegExp(`^${source}$`).test(text);
}

function literal(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/-]/, "\\$&");
}
