/** Splits a name into fixed texts and parts that may vary. */

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Reading {
  readonly name: string;
  readonly spans: readonly Span[];
}

/** Names of the same shape. */
export interface Shape {
  /** the texts before, between and after the varying parts */
  readonly literals: readonly string[];
  readonly names: ReadonlySet<string>;
  /** the varying part has a known form, so fewer names are enough */
  readonly isKnown?: boolean;
}

/** The fewest names from which a pattern is made. */
export const FEWEST = 4;
/** The same for names with parts of a known form. */
export const FEWEST_KNOWN = 2;

/** The most parts of one kind that are examined in a name: a hostile name could have a hundred. */
export const MOST_PARTS = 4;

/** The first matches of a global expression in the name. */
export function spansOf(pattern: RegExp, name: string): Span[] {
  const spans: Span[] = [];
  for (const match of name.matchAll(pattern)) {
    spans.push({ start: match.index, end: match.index + match[0].length });
    if (spans.length === MOST_PARTS) break;
  }
  return spans;
}

export function textOf(name: string, { start, end }: Span): string {
  return name.slice(start, end);
}

export function partsOf({ name, spans }: Reading): string[] {
  return spans.map((span) => textOf(name, span));
}

export function namesOf(readings: readonly Reading[]): Set<string> {
  return new Set(readings.map(({ name }) => name));
}

/** The texts before, between and after the spans, which are sorted. */
export function literalsOf(name: string, spans: readonly Span[]): string[] {
  const starts = [0, ...spans.map(({ end }) => end)];
  const ends = [...spans.map(({ start }) => start), name.length];
  return starts.map((start, index) => name.slice(start, ends[index]));
}
