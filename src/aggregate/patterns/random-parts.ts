import {
  literalsOf,
  namesOf,
  partsOf,
  spansOf,
  textOf,
  type Reading,
  type Shape,
  type Span,
} from "./name-reading.js";

const SHORTEST_RANDOM = 6;
const MOST = 0.75;
/**
 * Mean characters per run of one character class: words have 4 or more, random letters and digits
 * 2.
 */
const LONGEST_MEAN_RUN = 2.5;
const LONGEST_MEAN_RUN_SHORT = 2.3;
const LONG_RANDOM = 16;

const UUID = /(?<![0-9a-z])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-z])/giu;
/** A name of Python's tempfile, with any prefix. */
const TEMPFILE = /(?:(?<=^tmp)|(?<![A-Za-z0-9_])(?=[a-z0-9]*_))[a-z0-9_]{8}(?![A-Za-z0-9_])/gu;
const TOKEN = /[A-Za-z0-9]{6,}/gu;
const WORD = /^(?:[A-Z]?[a-z]+|[A-Z]+)?[0-9]{0,2}$/u;
const DIGITS = /^[0-9]+$/u;
const RUN = /[A-Z]?[a-z]+|[A-Z]+|[0-9]+|_+/gu;

/** Each possibly random part alone, and all of them together. */
export function randomReadings(name: string): Span[][] {
  const known = [...spansOf(UUID, name), ...spansOf(TEMPFILE, name)];
  const tokens = spansOf(TOKEN, name).filter(
    (span) => !known.some(({ start, end }) => start < span.end && span.start < end),
  );
  const all = [...known, ...tokens].sort((a, b) => a.start - b.start);
  const random = all.filter((span) => looksRandom(textOf(name, span)));
  const alone = all.map((span) => [span]);
  return random.length > 1 ? [...alone, random] : alone;
}

/**
 * A random part may look like a word by chance. It counts as random if most parts of its kind do
 * not look like words. The pattern matches it anyway.
 */
export function randomShape(readings: readonly Reading[], fewest: number): Shape[] {
  if (readings.length < fewest) return [];
  const narrowed = readings[0]?.spans.length === 1 ? withoutSharedEnds(readings) : readings;
  const random = narrowed.filter((reading) => partsOf(reading).every(looksRandom));
  const members = random.length >= narrowed.length * MOST ? narrowed : random;
  const first = members[0];
  if (first === undefined || random.length < fewest) return [];
  if (!someChangeOften(random, fewest) || !isUneven(random)) return [];
  return [{ literals: literalsOf(first.name, first.spans), names: namesOf(members) }];
}

/**
 * Whether enough names have runs of one character class as short as random text has. Only the names
 * with the shortest runs count, so that more names never remove a pattern.
 */
function someChangeOften(readings: readonly Reading[], enough: number): boolean {
  const parts = readings.map((reading) => partsOf(reading));
  const runs = parts.map((each) => each.reduce((sum, part) => sum + runsOf(part), 0));
  const most = runs.sort((a, b) => b - a).slice(0, enough);
  const characters = (parts[0] ?? []).reduce((sum, part) => sum + part.length, 0);
  const isLong = characters >= (parts[0]?.length ?? 0) * LONG_RANDOM;
  const longest = isLong ? LONGEST_MEAN_RUN : LONGEST_MEAN_RUN_SHORT;
  return characters * most.length <= longest * most.reduce((sum, each) => sum + each, 0);
}

export function runsOf(part: string): number {
  return part.match(RUN)?.length ?? 1;
}

/** Whether the character class varies between names in at least half of the positions. */
function isUneven(readings: readonly Reading[]): boolean {
  const { same, places } = sameSorts(readings);
  return same * 2 <= places;
}

/**
 * In how many positions all names have the same character class, for example a letter or a digit.
 */
export function sameSorts(readings: readonly Reading[]): { same: number; places: number } {
  const sorts = readings.map((reading) =>
    partsOf(reading)
      .join("")
      .replace(/[a-z]/gu, "a")
      .replace(/[A-Z]/gu, "A")
      .replace(/[0-9]/gu, "0"),
  );
  const sample = sorts[0] ?? "";
  const same = [...sample].filter((sort, at) => sorts.every((each) => each[at] === sort)).length;
  return { same, places: sample.length };
}

export function looksRandom(part: string): boolean {
  return part.length >= SHORTEST_RANDOM && !WORD.test(part) && !DIGITS.test(part);
}

/** Removes a prefix or suffix that all random parts share: `cc` of `ccAbCdEf.o`. */
function withoutSharedEnds(readings: readonly Reading[]): Reading[] {
  const random = readings.flatMap(partsOf).filter(looksRandom);
  const sample = random[0] ?? "";
  const head = sharedLength(random, (part, index) => part[index]);
  const tail = sharedLength(random, (part, index) => part[part.length - 1 - index]);
  if (head + tail >= sample.length) return [];
  const begins = sample.slice(0, head);
  const ends = sample.slice(sample.length - tail);
  return readings.flatMap((reading) => {
    const { name, spans } = reading;
    const [part = ""] = partsOf(reading);
    const [span] = spans;
    if (span === undefined || !part.startsWith(begins) || !part.endsWith(ends)) return [];
    return [{ name, spans: [{ start: span.start + head, end: span.end - tail }] }];
  });
}

function sharedLength(
  parts: readonly string[],
  characterOf: (part: string, index: number) => string | undefined,
): number {
  const first = parts[0] ?? "";
  let length = 0;
  while (
    length < first.length &&
    parts.every((part) => characterOf(part, length) === characterOf(first, length))
  ) {
    length += 1;
  }
  return length;
}
