import {
  FEWEST_KNOWN,
  literalsOf,
  namesOf,
  partsOf,
  spansOf,
  type Reading,
  type Shape,
  type Span,
} from "./name-reading.js";
import { looksRandom, sameSorts } from "./random-parts.js";

/**
 * Parts of names that are known by their form: nobody but the program that makes them calls a
 * file so, and it does so to have another name each time. Two are enough, and chance takes no
 * part, but for what could be a word.
 */
const FORMS: readonly RegExp[] = [
  // Python's tempfile
  /(?<=^tmp)[a-z0-9_]{8}(?![A-Za-z0-9_])/gu,
  // mktemp
  /(?<=^tmp\.)[A-Za-z0-9]{10}(?![A-Za-z0-9_])/gu,
];

/** Each part of a known form. */
export function knownReadings(name: string): Span[][] {
  return FORMS.flatMap((form) => spansOf(form, name).map((span) => [span]));
}

/** Not `tmpdownload` and `tmp1q_w2e3r`, nor `tmpfile_001` and `tmpfile_002`. More names never make less of it. */
export function knownShape(readings: readonly Reading[]): Shape[] {
  const [first] = readings;
  const random = readings.filter((reading) => partsOf(reading).every(looksRandom));
  if (first === undefined || random.length < FEWEST_KNOWN) return [];
  const { same, places } = sameSorts(random);
  if (same === places) return [];
  const { name, spans } = first;
  return [{ literals: literalsOf(name, spans), names: namesOf(readings), isKnown: true }];
}
