import { compareTexts } from "../../model/order.js";
import { escapePattern, patternTest } from "../../model/baseline/pattern.js";
import { countedShape, countedSpans } from "./counted-parts.js";
import { KnownForms, type KnownForm } from "./known-forms.js";
import { literalsOf, type Reading, type Shape } from "./name-reading.js";
import { randomReadings, randomShape } from "./random-parts.js";
import { startsAfterWord, type VaryingPlace } from "./varying-places.js";

/**
 * The rule `varying-name`: names in one directory that differ only in a random or a
 * counted part become one pattern.
 *
 * A part is random when it is a UUID, what Python's tempfile or mktemp makes, or a run
 * of six or more letters and digits, of one length in all names, that changes between
 * capitals, small letters and digits more often than words do, and not at the same
 * places in all names. At least four names.
 *
 * A part is counted when it is a number of five or more digits in at least four names,
 * or any number in at least sixteen.
 *
 * Where, and after which texts: see `varying-places.ts`.
 *
 * Lets in: every name in that directory with the same beginning and end. A pattern of
 * a folder for temporary files whose `*` begins within a word, or is all that it begins
 * with, is only made where it fits no other name that was seen in the directory.
 */

/** So many patterns of one directory are compared with all of its names. */
const MOST_COMPARED = 32;

interface Around {
  /** the directory holds names that are patterns already */
  readonly hasOthers: boolean;
  readonly knownForms: readonly KnownForm[];
}

/**
 * The names that vary, each with the literal texts around its varying parts. Depends
 * on the set of names only.
 * @param names literal names in one directory, which is at the place
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

/** What Python's tempfile makes is not a word that goes on, though it reads like one. */
function isTempfile({ literals }: Shape, { temporary }: VaryingPlace): boolean {
  return temporary && literals.length === 2 && literals[0] === "tmp";
}

/** A file whose whole name is of Python's form, by which it finds out where it may write. */
function isProbe({ literals, isKnown }: Shape, { temporary }: VaryingPlace): boolean {
  return temporary && isKnown === true && literals.length === 2 && literals.join("") === "";
}

/** Shapes with the same texts are one: numbers beside random parts, parts of other lengths. */
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
