import { MOST_PARTS, type Span } from "./name-reading.js";

/** A part of a name whose form a rule knows. */
export interface KnownSpan extends Span {
  /** a regular expression for everything that may stand there */
  readonly expression: string;
}

/** The first spans in the given order that do not overlap, at most MOST_PARTS, by position. */
export function withoutOverlaps<S extends KnownSpan>(spans: readonly S[]): S[] {
  const kept: S[] = [];
  for (const span of spans) {
    if (kept.length === MOST_PARTS) break;
    if (!kept.some(({ start, end }) => span.start < end && start < span.end)) kept.push(span);
  }
  return kept.sort((a, b) => a.start - b.start);
}

/**
 * An expression of the text: any digits for each run of digits, any letters for each run of two
 * letters or more, anything else as it is.
 */
export function digitsExpression(text: string): string {
  return expressionOf(text, /[0-9]+|[A-Za-z]+/gu, (run) =>
    /^[0-9]/u.test(run) ? "[0-9]" : run.length === 1 ? run : "[A-Za-z]",
  );
}

/** An expression of the text: any hexadecimal digits for each run of them, the same signs. */
export function hexExpression(text: string): string {
  const digits = /[A-F]/u.test(text) ? "[0-9A-Fa-f]" : "[0-9a-f]";
  return expressionOf(text, /[0-9A-Fa-f]+/gu, () => digits);
}

function expressionOf(text: string, runs: RegExp, classOf: (run: string) => string): string {
  let expression = "";
  let end = 0;
  for (const { 0: run, index } of text.matchAll(runs)) {
    expression += escapeSigns(text.slice(end, index));
    const one = classOf(run);
    expression += one.length === 1 ? one : `${one}{${String(run.length)}}`;
    end = index + run.length;
  }
  return expression + escapeSigns(text.slice(end));
}

/** Escapes in a character class, which needs no backslash in Falco's quotes. */
export function escapeSigns(text: string): string {
  return text.replace(/[.+*?()|]/gu, "[$&]");
}
