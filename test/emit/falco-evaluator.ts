/**
 * Says which rules an event raises, as Falco does, and knows nothing of how cxray reads rules: a
 * YAML parser, Falco's own way to put lists into conditions, and a parser of conditions of its own.
 *
 * As measured in the real engine: every comparison with a field that the event lacks is false, `!=`
 * too; `regex` fits the whole text, `*` of `glob` crosses slashes, `pmatch` fits a path and all
 * below it; a macro appended to is the text of both, and an undefined list is a value like others.
 */
import { isIP } from "node:net";
import { load } from "js-yaml";

export type FalcoEvent = Readonly<Record<string, string | number | boolean>>;

interface Choice {
  /** the user has turned on what is off in the file */
  readonly withDisabled?: boolean;
}

/** What a condition says of an event; counts the comparisons that it took. */
type Test = (event: FalcoEvent, count: { checks: number }) => boolean;

interface LoadedRule {
  readonly rule: string;
  readonly priority: string;
  readonly output: string;
  readonly tags: readonly string[];
  enabled: boolean;
  readonly test: Test;
}

export interface Engine {
  readonly rules: readonly LoadedRule[];
  readonly raised: (event: FalcoEvent, choice?: Choice) => string[];
  /** comparisons until every rule has said whether it is raised */
  readonly checks: (event: FalcoEvent) => number;
}

type Entry = Record<string, unknown>;

/** Loads files one after the other. Throws an Error where Falco would refuse one. */
export function loadRules(texts: string | readonly string[]): Engine {
  const lists = new Map<string, string[]>();
  const macros = new Map<string, { text: string; defined: number; changed: number }>();
  const rules = new Map<string, Entry>();
  [texts]
    .flat()
    .flatMap((text) => load(text) as Entry[])
    .forEach((entry, at) => {
      if ("list" in entry) takeList(lists, entry);
      else if ("macro" in entry) takeMacro(macros, entry, at);
      else if ("rule" in entry) takeRule(rules, entry);
    });
  const parse = (text: string, sees: (macro: string) => boolean): Test => {
    const find = (name: string): Test => {
      const macro = macros.get(name);
      if (macro === undefined || !sees(name)) throw new Error(`undefined macro ${name}`);
      return parsed(name, macro);
    };
    return new Parser(pasteLists(text, lists), find).parse();
  };
  const known = new Map<string, Test>();
  const parsed = (name: string, { text, changed }: { text: string; changed: number }): Test => {
    const test =
      known.get(name) ?? parse(text, (used) => (macros.get(used)?.defined ?? Infinity) < changed);
    known.set(name, test);
    return test;
  };
  const loaded = [...rules.values()].map((entry) => ({
    rule: String(entry["rule"]),
    priority: String(entry["priority"]),
    output: String(entry["output"]),
    tags: (entry["tags"] ?? []) as string[],
    enabled: entry["enabled"] !== false,
    test: parse(String(entry["condition"]), () => true),
  }));
  return {
    rules: loaded,
    raised: (event, choice = {}) =>
      loaded
        .filter(({ enabled }) => enabled || choice.withDisabled === true)
        .filter(({ test }) => test(event, { checks: 0 }))
        .map(({ rule }) => rule),
    checks: (event) => {
      const count = { checks: 0 };
      for (const { enabled, test } of loaded) if (enabled) test(event, count);
      return count.checks;
    },
  };
}

const engines = new Map<string, Engine>();

/** The names of the rules that the event raises. */
export function raisedRules(rules: string, event: FalcoEvent, choice: Choice = {}): string[] {
  const engine = engines.get(rules) ?? loadRules(rules);
  if (engines.size > 8) engines.clear();
  engines.set(rules, engine);
  return engine.raised(event, choice);
}

function overrideOf(entry: Entry, key: string): unknown {
  return (entry["override"] as Entry | undefined)?.[key];
}

function takeList(lists: Map<string, string[]>, entry: Entry): void {
  const name = String(entry["list"]);
  const items = (entry["items"] as unknown[]).map(String);
  const known = lists.get(name);
  if (overrideOf(entry, "items") !== "append") lists.set(name, items);
  else if (known === undefined) throw new Error(`no list ${name} to append to`);
  else lists.set(name, [...known, ...items]);
}

function takeMacro(
  macros: Map<string, { text: string; defined: number; changed: number }>,
  entry: Entry,
  at: number,
): void {
  const name = String(entry["macro"]);
  const text = String(entry["condition"]);
  const known = macros.get(name);
  if (overrideOf(entry, "condition") !== "append") {
    macros.set(name, { text, defined: known?.defined ?? at, changed: at });
  } else if (known === undefined) throw new Error(`no macro ${name} to append to`);
  else macros.set(name, { ...known, text: `${known.text} ${text}`, changed: at });
}

function takeRule(rules: Map<string, Entry>, entry: Entry): void {
  const name = String(entry["rule"]);
  const override = entry["override"] as Entry | undefined;
  if (override === undefined) {
    rules.set(name, entry);
    return;
  }
  const known = rules.get(name);
  if (known === undefined) throw new Error(`no rule ${name} to override`);
  for (const [key, how] of Object.entries(override)) {
    known[key] = how === "replace" ? entry[key] : `${String(known[key])} ${String(entry[key])}`;
  }
}

/** Word for word what resolve_list of Falco's rule_loader_compiler.cpp does. */
function pasteLists(condition: string, lists: ReadonlyMap<string, readonly string[]>): string {
  let text = condition;
  for (const [name, items] of lists) {
    const value = items
      .map((each) => (each.includes(" ") && !/^["']/u.test(each) ? `"${each}"` : each))
      .join(", ");
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
      const end = at + name.length;
      if (!isDelimiter(text[at - 1]) || !isDelimiter(text[end])) continue;
      text = `${text.slice(0, at)} ${value} ${text.slice(end)}`;
      at += value.length + 1;
    }
  }
  return text;
}

function isDelimiter(character: string | undefined): boolean {
  return character === undefined || " \t\n\r(),=".includes(character);
}

/** By recursive descent over tokens: strings, words, brackets, commas, signs. */
class Parser {
  readonly #tokens: readonly string[];
  readonly #macro: (name: string) => Test;
  #at = 0;

  constructor(text: string, macro: (name: string) => Test) {
    this.#tokens = tokensOf(text);
    this.#macro = macro;
  }

  parse(): Test {
    const test = this.#or();
    if (this.#at < this.#tokens.length) this.#fail("the end");
    return test;
  }

  #or(): Test {
    const tests = [this.#and()];
    while (this.#skip("or")) tests.push(this.#and());
    return (event, count) => tests.some((test) => test(event, count));
  }

  #and(): Test {
    const tests = [this.#not()];
    while (this.#skip("and")) tests.push(this.#not());
    return (event, count) => tests.every((test) => test(event, count));
  }

  #not(): Test {
    if (!this.#skip("not")) return this.#single();
    const test = this.#not();
    return (event, count) => !test(event, count);
  }

  #single(): Test {
    if (this.#skip("(")) {
      const test = this.#or();
      if (!this.#skip(")")) this.#fail(")");
      return test;
    }
    const field = this.#next();
    if (/^[a-zA-Z]\w*$/u.test(field)) return this.#macro(field);
    if (!/^[a-z0-9]+(?:\.[a-z_0-9]+)+$/u.test(field)) this.#fail("a field or a macro");
    const operator = this.#next();
    if (operator === "exists") return comparing(field, (value) => value !== undefined);
    const values = ["in", "pmatch"].includes(operator) ? this.#list() : [this.#value()];
    return comparison(field, operator, values);
  }

  #list(): string[] {
    if (!this.#skip("(")) this.#fail("(");
    const values: string[] = [];
    while (!this.#skip(")")) {
      if (values.length > 0 && !this.#skip(",")) this.#fail(",");
      values.push(this.#value());
    }
    return values;
  }

  /** The text of a value; that of another field keeps its brackets. */
  #value(): string {
    const token = this.#next();
    if (token.startsWith('"')) return unescaped(token.slice(1, -1));
    if ("(),".includes(token)) this.#fail("a value");
    if (token !== "val" || this.#tokens[this.#at] !== "(") return token;
    const [, field = "", end] = this.#tokens.slice(this.#at, this.#at + 3);
    if (end !== ")") this.#fail(")");
    this.#at += 3;
    return `\0${field}`;
  }

  #skip(token: string): boolean {
    const isThere = this.#tokens[this.#at] === token;
    if (isThere) this.#at += 1;
    return isThere;
  }

  #next(): string {
    const token = this.#tokens[this.#at];
    this.#at += 1;
    return token ?? this.#fail("more");
  }

  #fail(wanted: string): never {
    const before = this.#tokens.slice(Math.max(0, this.#at - 5), this.#at).join(" ");
    throw new SyntaxError(`expected ${wanted} after: ${before}`);
  }
}

/** A string ends at a quote that follows no backslash, whatever is before that one. */
const TOKEN = /\s*(?:("(?:[^"\\]|\\[^])*?(?<!\\)")|(<=|>=|!=|==|=|<|>|[(),])|([^\s()"'=,<>!]+))/uy;

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const [, string, sign, word] = TOKEN.exec(text) ?? [];
    const token = string ?? sign ?? word;
    if (token === undefined) throw new SyntaxError(`no token: ${text.slice(0, 200)}`);
    tokens.push(token);
  }
  return tokens;
}

function unescaped(text: string): string {
  return text.replace(/\\([^])/gu, (_all, escaped: string) => {
    if (!'\\/"'.includes(escaped)) throw new SyntaxError(`no such escape: ${escaped}`);
    return escaped;
  });
}

function comparing(field: string, holds: (value: FalcoEvent[string] | undefined) => boolean): Test {
  return (event, count) => {
    count.checks += 1;
    return holds(event[field]);
  };
}

function comparison(field: string, operator: string, values: readonly string[]): Test {
  if (field === "fd.snet") {
    return comparing("fd.sip", (value) => values.some((net) => isInNet(String(value), net)));
  }
  const [first = ""] = values;
  if (first.startsWith("\0")) {
    return (event, count) => {
      count.checks += 1;
      const [one, other] = [event[field], event[first.slice(1)]];
      return one !== undefined && one === other;
    };
  }
  const compare = comparer(operator, values);
  return comparing(field, (value) => value !== undefined && compare(String(value)));
}

function comparer(operator: string, values: readonly string[]): (value: string) => boolean {
  const [first = ""] = values;
  const all = new Set(values);
  switch (operator) {
    case "=":
    case "==":
      return (value) => value === first;
    case "!=":
      return (value) => value !== first;
    case ">=":
      return (value) => Number(value) >= Number(first);
    case ">":
      return (value) => Number(value) > Number(first);
    case "<=":
      return (value) => Number(value) <= Number(first);
    case "contains":
      return (value) => value.includes(first);
    case "startswith":
      return (value) => value.startsWith(first);
    case "endswith":
      return (value) => value.endsWith(first);
    case "in":
      return (value) => all.has(value);
    case "glob":
      return (value) => matchesGlob(first, value);
    case "regex": {
      const whole = new RegExp(`^(?:${first})$`, "su");
      return (value) => whole.test(value);
    }
    case "pmatch":
      return (value) => values.some((path) => value === path || value.startsWith(`${path}/`));
    default:
      throw new SyntaxError(`no such operator: ${operator}`);
  }
}

function isInNet(address: string, net: string): boolean {
  const [network = "", bits = "32"] = net.split("/");
  if (isIP(address) !== 4 || isIP(network) !== 4) return false;
  const number = (text: string): number =>
    text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(bits));
  return Math.floor(number(address) / size) === Math.floor(number(network) / size);
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
