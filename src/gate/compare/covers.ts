/** Whether the patterns of one entry cover another entry. */
import { literalsOfPattern, patternTest } from "../../model/baseline/pattern.js";
import type { EntryOf, PartName } from "../../model/baseline/parts.js";
import { widestStars } from "../../model/baseline/stars.js";
import { namedFields, type NamedField } from "../../model/baseline/named-fields.js";

interface Name {
  readonly text: string | undefined;
  readonly isPattern: boolean;
  readonly stars: readonly string[] | undefined;
}

function nameOf(entry: object, { name, rule, stars }: NamedField): Name {
  const values = entry as Readonly<Record<string, unknown>>;
  return {
    text: values[name] as string | undefined,
    isPattern: values[rule] !== undefined,
    stars: values[stars] as readonly string[] | undefined,
  };
}

/** Whether the names of `wide` match those of `narrow`. All other fields of their keys are equal. */
export function covers<P extends PartName>(part: P, wide: EntryOf<P>, narrow: EntryOf<P>): boolean {
  return namedFields(part).every((field) => holds(nameOf(wide, field), nameOf(narrow, field)));
}

function holds(wide: Name, narrow: Name): boolean {
  if (wide.text === undefined || narrow.text === undefined) return wide.text === narrow.text;
  if (!wide.isPattern) return !narrow.isPattern && wide.text === narrow.text;
  if (!narrow.isPattern) return testOf(wide)(narrow.text);
  return holdsPattern(wide, narrow);
}

const TESTS = new WeakMap<readonly string[], Map<string, (text: string) => boolean>>();
const NO_STARS: readonly string[] = [];

/** Compiles each pattern only once, because compiling takes longer than testing. */
function testOf({ text = "", stars = NO_STARS }: Name): (text: string) => boolean {
  const tests = TESTS.get(stars) ?? new Map<string, (text: string) => boolean>();
  TESTS.set(stars, tests);
  const test = tests.get(text) ?? patternTest(text, stars);
  if (stars !== NO_STARS) tests.set(text, test);
  return test;
}

/** Compares the stars of equal patterns; other patterns are covered only if a star matches any text. */
function holdsPattern(wide: Name, narrow: Name): boolean {
  if (wide.text === narrow.text) {
    if (wide.stars === undefined) return true;
    const both = widestStars(wide.stars, narrow.stars ?? wide.stars.map(() => ANYTHING));
    return both?.join("\0") === wide.stars.join("\0");
  }
  if ((wide.stars ?? []).some((star) => star !== ANYTHING)) return false;
  const sample = literalsOfPattern(narrow.text ?? "").join(UNLIKELY);
  return patternTest(wide.text ?? "")(sample);
}

const ANYTHING = "[^/]+";
/** Replaces each star, to test a pattern against another: no literal contains this character. */
const UNLIKELY = "\u{10fffd}";
