/** Expressions of GitHub's workflows, evaluated by GitHub's own library. */
import { data, Evaluator, Lexer, Parser } from "@actions/expressions";
import type { FunctionDefinition } from "@actions/expressions/funcs/info";
import { truthy } from "@actions/expressions/result";

export interface Values {
  readonly [name: string]: string | Values;
}

export interface State {
  readonly values: Values;
  /** a step before this one failed */
  readonly hasFailed: boolean;
}

/** A text in which each `${{ … }}` is replaced by its value. */
export function interpolate(text: string, state: State): string {
  return text.replace(/\$\{\{(.*?)\}\}/gsu, (_all, expression: string) =>
    evaluate(expression, state).coerceString(),
  );
}

/** Whether a step is run: without a word on the steps before it, only after success. */
export function isRun(condition: string | undefined, state: State): boolean {
  const [, inside = condition ?? "success()"] =
    /^\s*\$\{\{(.*)\}\}\s*$/su.exec(condition ?? "") ?? [];
  const says = /\b(?:always|cancelled|failure|success)\s*\(/u.test(inside);
  const value = evaluate(says ? inside : `success() && (${inside})`, state);
  return truthy(value);
}

function evaluate(text: string, { values, hasFailed }: State): data.ExpressionData {
  const answers = { always: true, cancelled: false, failure: hasFailed, success: !hasFailed };
  const functions = Object.entries(answers).map(([name, answer]): FunctionDefinition => {
    return { name, minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(answer) };
  });
  const { tokens } = new Lexer(text).lex();
  const tree = new Parser(tokens, Object.keys(values), functions).parse();
  const byName = new Map(functions.map((each) => [each.name, each]));
  return new Evaluator(tree, dictionaryOf(values), byName).evaluate();
}

function dictionaryOf(values: Values): data.Dictionary {
  return new data.Dictionary(
    ...Object.entries(values).map(([key, value]) => ({
      key,
      value: typeof value === "string" ? new data.StringData(value) : dictionaryOf(value),
    })),
  );
}
