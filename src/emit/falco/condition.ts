/**
 * A parser of Falco's conditions. It copies the lexer of falcosecurity/libs
 * (libsinsp/filter/parser.cpp and escaping.cpp), quirks included. It supports what emitted rules
 * use and a little more; of the transformers, only `val(…)`.
 */

export interface Value {
  readonly text: string;
  /** true: the value was in quotes */
  readonly quoted: boolean;
}

export type Condition =
  | { readonly kind: "and" | "or"; readonly children: readonly Condition[] }
  | { readonly kind: "not"; readonly child: Condition }
  | {
      readonly kind: "check";
      readonly field: string;
      readonly operator: Operator;
      readonly values: readonly Value[];
    }
  /** a macro, by name */
  | { readonly kind: "macro"; readonly name: string };

/**
 * Operators with one value. A longer operator comes before its own prefix, for example `>=` before
 * `>`.
 */
const VALUE_OPERATORS = [
  ...(["<=", "<", ">=", ">", "==", "=", "!="] as const),
  ...(["glob ", "iglob ", "contains ", "icontains ", "startswith ", "endswith "] as const),
  ...(["regex "] as const),
];
/** Operators with a list in parentheses. */
const LIST_OPERATORS = ["intersects", "in", "pmatch"] as const;
const OPERATORS = ["exists" as const, ...VALUE_OPERATORS, ...LIST_OPERATORS];

type Trimmed<T extends string> = T extends `${infer Word} ` ? Word : T;
export type Operator = Trimmed<(typeof OPERATORS)[number]>;

/** The value of another field, in place of a literal value. */
const FIELD_VALUE = /val\(([a-z.]+)\)/y;
const BLANK = /[ \t\b\r\n]*/y;
const FIELD = /[a-zA-Z]+[a-zA-Z0-9_]*(?:\.[a-zA-Z]+[a-zA-Z0-9_]*)+(?:\[[^\][\s"']+\])?/y;
const IDENTIFIER = /[a-zA-Z]+[a-zA-Z0-9_]*/y;
const BARE = /[^()"'\s=,]+/y;
const NOT = /not[ \t\n\v\f\r]+/y;

/** Parses a condition whose lists are expanded. Throws a SyntaxError with the position. */
export function parseCondition(text: string): Condition {
  return new Parser(text).parse();
}

class Parser {
  #at = 0;
  constructor(private readonly text: string) {}

  parse(): Condition {
    const condition = this.#series("or");
    if (this.#at < this.text.length) throw this.#error("expected 'and', 'or' or the end");
    return condition;
  }

  #series(word: "and" | "or"): Condition {
    const children: Condition[] = [];
    do {
      const blank = this.#blank();
      if (children.length > 0 && !blank && this.text[this.#at] !== "(") {
        throw this.#error(`expected a blank or '(' after '${word}'`);
      }
      children.push(word === "or" ? this.#series("and") : this.#negated());
      this.#blank();
    } while (this.#take(word));
    const [only] = children;
    return children.length === 1 && only ? only : { kind: word, children };
  }

  #negated(): Condition {
    let isNegated = false;
    while (this.#match(NOT) !== undefined) isNegated = !isNegated;
    if (this.text.startsWith("not(", this.#at)) {
      isNegated = !isNegated;
      this.#at += "not".length;
    }
    const child = this.#single();
    return isNegated ? { kind: "not", child } : child;
  }

  #single(): Condition {
    this.#blank();
    if (this.#take("(")) {
      const inner = this.#series("or");
      this.#blank();
      if (!this.#take(")")) throw this.#error("expected ')'");
      return inner;
    }
    const field = this.#match(FIELD);
    if (field !== undefined) return this.#check(field);
    const name = this.#match(IDENTIFIER);
    if (name !== undefined) return { kind: "macro", name };
    throw this.#error("expected '(', a field or a macro");
  }

  #check(field: string): Condition {
    this.#blank();
    const word = OPERATORS.find((candidate) => this.#take(candidate));
    if (word === undefined) throw this.#error("expected an operator");
    const operator = word.trim() as Operator;
    if (word === "exists") return { kind: "check", field, operator, values: [] };
    const isList = (LIST_OPERATORS as readonly string[]).includes(word);
    return { kind: "check", field, operator, values: isList ? this.#list() : [this.#value()] };
  }

  #list(): Value[] {
    this.#blank();
    if (!this.#take("(")) throw this.#error("expected a list in parentheses");
    this.#blank();
    if (this.#take(")")) return [];
    const values: Value[] = [];
    do {
      values.push(this.#value());
      this.#blank();
    } while (this.#take(","));
    if (!this.#take(")")) throw this.#error("expected ',' or ')'");
    return values;
  }

  #value(): Value {
    this.#blank();
    const quoted = this.#quoted();
    if (quoted !== undefined) return { text: quoted, quoted: true };
    const other = this.#match(FIELD_VALUE);
    if (other !== undefined) return { text: other, quoted: false };
    const bare = this.#match(BARE);
    if (bare !== undefined) return { text: bare, quoted: false };
    throw this.#error("expected a value");
  }

  /**
   * A string ends at the first quote without a backslash before it, even if that backslash is
   * itself escaped.
   */
  #quoted(): string | undefined {
    const delimiter = this.text[this.#at];
    if (delimiter !== '"' && delimiter !== "'") return undefined;
    let end = this.text.indexOf(delimiter, this.#at + 1);
    while (end >= 0 && this.text[end - 1] === "\\") end = this.text.indexOf(delimiter, end + 1);
    if (end < 0) return undefined;
    const inner = this.text.slice(this.#at + 1, end);
    this.#at = end + 1;
    return this.#unescape(inner, delimiter);
  }

  #unescape(inner: string, delimiter: string): string {
    if (!inner.includes("\\")) return inner;
    return inner.replace(/\\([^])?/g, (_all, escaped: string | undefined) => {
      if (escaped === "\\" || escaped === "/" || escaped === delimiter) return escaped;
      const control = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" }[escaped ?? ""];
      if (control !== undefined) return control;
      throw this.#error(`no such escape: \\${escaped ?? ""}`);
    });
  }

  #blank(): boolean {
    return this.#match(BLANK) !== "";
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  #take(word: string): boolean {
    const isThere = this.text.startsWith(word, this.#at);
    if (isThere) this.#at += word.length;
    return isThere;
  }

  #error(message: string): SyntaxError {
    const near = this.text.slice(this.#at, this.#at + 40);
    return new SyntaxError(`${message} at ${this.#at}, before: ${near}`);
  }
}
