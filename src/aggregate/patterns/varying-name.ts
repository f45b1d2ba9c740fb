import { compareTexts } from "../../model/order.js";
import { escapePattern, patternTest } from "../../model/baseline/pattern.js";
import { countedShape, countedSpans } from "./counted-parts.js";
import { KnownForms, type KnownForm } from "./known-forms.js";
import { literalsOf, type Reading, type Shape } from "./name-reading.js";
import { randomReadings, randomShape } from "./random-parts.js";
import { startsAfterWord, type VaryingPlace } from "./varying-places.js";

/**
 * The rule `varying-name`: names in one directory that differ only in a random or counted part
 * become one pattern.
 *
 * A part is random if it is a UUID, a name as Python's tempfile or mktemp makes it, or a run of six
 * or more letters and digits that has the same length in all names, switches between capitals,
 * small letters and digits more often than words do, and does so at different positions. It takes
 * at least four names.
 *
 * A part is counted if it is a number of five or more digits in at least four names, or any number
 * in at least sixteen.
 *
 * The directories, and the texts before the parts: see `varying-places.ts`.
 *
 * Lets in: every name in the directory with the same beginning and end. In a directory for
 * temporary files, a pattern whose `*` begins within a word, or at the beginning, is only made if
 * it matches no other recorded name in the directory.
 */

/** The most patterns of one directory that are compared with all of its names. */
const MOST_COMPARED = 32;

interface Around {
  /** some names in the directory are already patterns */
  readonly hasOthers: boolean;
  readonly knownForms: readonly KnownForm[];
}

/**
 * The varying names, each with the literal texts around its varying parts. Depends only on the set
 * of names.
 * @param names the literal names in one directory, which is at the place
 */
export function findVaryingNames(
  names: ReadonlySet<string>,
  place: VaryingPlace,
  { hasOthers, knownForms }: Around,
): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  if (names.size < place.fewestKnown) return found;
  let compared = 0;
  for (const shape of uniteShapes(findShapes(names, place, knownForms)).sort(compareShapes)) {
    const fewest = shape.isKnown === true ? place.fewestKnown : place.fewest;
    if (shape.names.size < fewest) continue;
    if (!startsAfterWord(shape.literals) && !isTempfile(shape, place) && !isProbe(shape, place)) {
      compared += 1;
      if (!place.temporary || compared > MOST_COMPARED) continue;
      if (!isExclusive(shape, names, hasOthers)) continue;
    }
    const free = [...shape.names].filter((name) => !found.has(name));
    if (free.length < fewest) continue;
    for (const name of free) found.set(name, shape.literals);
  }
  return found;
}

/**
 * `tmp` before a part of Python's tempfile, which looks like the beginning of a word but is not.
 */
function isTempfile({ literals }: Shape, { temporary }: VaryingPlace): boolean {
  return temporary && literals.length === 2 && literals[0] === "tmp";
}

/** A file named only by Python's random part: tempfile makes it to test whether it can write. */
function isProbe({ literals, isKnown }: Shape, { temporary }: VaryingPlace): boolean {
  return temporary && isKnown === true && literals.length === 2 && literals.join("") === "";
}

/** Joins shapes with the same texts: numbers and random parts, parts of different lengths. */
function uniteShapes(shapes: readonly Shape[]): Shape[] {
  const united = new Map<string, Shape & { names: Set<string>; isKnown: boolean }>();
  for (const { literals, names, isKnown = false } of shapes) {
    const key = literals.join("\0");
    const all = united.get(key) ?? { literals, names: new Set<string>(), isKnown };
    for (const name of names) all.names.add(name);
    united.set(key, { ...all, isKnown: all.isKnown || isKnown });
  }
  return [...united.values()];
}

function isExclusive(shape: Shape, names: ReadonlySet<string>, hasOthers: boolean): boolean {
  const pattern = shape.literals.map(escapePattern).join("*");
  if (pattern === "*") return shape.names.size === names.size && !hasOthers;
  const fits = patternTest(pattern);
  return [...names].every((name) => shape.names.has(name) || !fits(name));
}

function compareShapes(a: Shape, b: Shape): number {
  const bySize = b.names.size - a.names.size;
  return bySize !== 0 ? bySize : compareTexts(a.literals.join("*"), b.literals.join("*"));
}

function findShapes(
  names: ReadonlySet<string>,
  { fewest }: VaryingPlace,
  forms: readonly KnownForm[],
): Shape[] {
  const known = new KnownForms(forms);
  const random = new Map<string, Reading[]>();
  const counted = new Map<string, Reading[]>();
  for (const name of names) {
    known.add(name);
    for (const spans of randomReadings(name)) {
      const lengths = spans.map(({ start, end }) => end - start).join();
      collect(random, `${lengths}\0${literalsOf(name, spans).join("\0")}`, { name, spans });
    }
    for (const span of countedSpans(name)) {
      collect(counted, literalsOf(name, [span]).join("\0"), { name, spans: [span] });
    }
  }
  return [
    ...known.shapes(),
    ...[...random.values()].flatMap((readings) => randomShape(readings, fewest)),
    ...[...counted.values()].flatMap(countedShape),
  ];
}

function collect(groups: Map<string, Reading[]>, key: string, reading: Reading): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [reading]);
  else group.push(reading);
}
