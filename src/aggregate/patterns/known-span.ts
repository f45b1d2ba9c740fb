import { MOST_PARTS, type Span } from "./name-reading.js";

/** A part of a name of which a rule knows what it looks like. */
export interface KnownSpan extends Span {
  /** a regular expression of all that may stand there */
  readonly expression: string;
}

/** Those that overlap none before them, in order of where they stand: the first of many. */
export function withoutOverlaps<S extends KnownSpan>(spans: readonly S[]): S[] {
  const kept: S[] = [];
  for (const span of spans) {
    if (kept.length === MOST_PARTS) break;
    if (!kept.some(({ start, end }) => span.start < end && start < span.end)) kept.push(span);
  }
  return kept.sort((a, b) => a.start - b.start);
}

/** Any digits in place of each run of them, any letters in place of others, the same signs. */
export function digitsExpression(text: string): string {
  return expressionOf(text, /[0-9]+|[A-Za-z]+/gu, (run) =>
    /^[0-9]/u.test(run) ? "[0-9]" : run.length === 1 ? run : "[A-Za-z]",
  );
}

/** Any hexadecimal digits in place of each run of them, the same signs. */
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

/** In a class, as Falco's quoting has no need of a backslash then. */
function escapeSigns(text: string): string {
  return text.replace(/[.+*?()|]/gu, "[$&]");
}
