import {
  FEWEST,
  literalsOf,
  namesOf,
  partsOf,
  spansOf,
  type Reading,
  type Shape,
  type Span,
} from "./name-reading.js";

const FEWEST_SHORT_NUMBERS = 16;
const LONG_NUMBER = 5;
const NUMBER = /[0-9]+(?![A-Za-z0-9])/gu;

/** Each number at the end of a word. */
export function countedSpans(name: string): Span[] {
  return spansOf(NUMBER, name);
}

/** The names in which the same number varies, if there are enough. */
export function countedShape(readings: readonly Reading[]): Shape[] {
  const [first] = readings;
  const long = readings.filter((reading) =>
    partsOf(reading).every((part) => part.length >= LONG_NUMBER),
  );
  const enough = long.length >= FEWEST || readings.length >= FEWEST_SHORT_NUMBERS;
  if (first === undefined || !enough) return [];
  return [{ literals: literalsOf(first.name, first.spans), names: namesOf(readings) }];
}
