import { sortedBy } from "../../model/order.js";
import { literalsOf, MOST_PARTS, type Span } from "./name-reading.js";
import { looksRandom } from "./random-parts.js";
import { startsAfterWord } from "./varying-places.js";

/**
 * Files that are written aside and then renamed: `.file1.S5Z0rZ` to `file1`. The rename says what
 * of the name is fixed, the name that the file gets, and what is there only to keep it apart. So
 * one is enough, where random names elsewhere take several. What varies is a number, or six
 * letters and digits or more that are no word.
 *
 * Lets in: names in the same folder with the new name in them and the same beginning and end.
 * Never one whose `*` begins the name or stands within a word.
 */

/** The new names of files that were renamed within their folder, by their old paths. */
export type Renames = ReadonlyMap<string, ReadonlySet<string>>;

/** Pairs of paths as `Renames`, those that stayed in their folder and have the new name in them. */
export function renamesWithin(pairs: Iterable<readonly [from: string, to: string]>): Renames {
  const renames = new Map<string, Set<string>>();
  for (const [from, to] of pairs) {
    const at = to.lastIndexOf("/") + 1;
    const isWithin = from.lastIndexOf("/") + 1 === at && from.startsWith(to.slice(0, at));
    if (!isWithin || !from.slice(at).includes(to.slice(at))) continue;
    renames.set(from, (renames.get(from) ?? new Set()).add(to.slice(at)));
  }
  return renames;
}

/** What stands beside the new name: Python's tempfile has underscores too. */
const TEMPFILE = "[a-z0-9_]{8}(?![A-Za-z0-9_/])";
const WORD = "(?<![A-Za-z0-9/])[A-Za-z0-9]+(?![A-Za-z0-9/])";
const PART = new RegExp(`(?<=tmp)${TEMPFILE}|(?!tmp${TEMPFILE})${WORD}`, "gu");
const DIGITS = /^[0-9]+$/u;
const LETTERS = /^[A-Za-z0-9_]+$/u;

/** The texts around what varies in a name that was given up for `target`; null: nothing does. */
export function asideLiterals(name: string, target: string): string[] | null {
  const at = target === "" ? -1 : name.indexOf(target);
  if (at < 0) return null;
  // no name has a slash: nothing is found in the new name, nor in a word that it is a part of
  const others = name.slice(0, at) + "/".repeat(target.length) + name.slice(at + target.length);
  const spans: Span[] = [];
  for (const { 0: part, index } of others.matchAll(PART)) {
    if (isVarying(part)) spans.push({ start: index, end: index + part.length });
  }
  if (spans.length === 0 || spans.length > MOST_PARTS) return null;
  const literals = literalsOf(name, spans);
  return startsAfterWord(literals) ? literals : null;
}

function isVarying(part: string): boolean {
  return DIGITS.test(part) || (LETTERS.test(part) && looksRandom(part));
}

/**
 * The names that read like one that was given up, with the texts around what varies.
 * @param targetsOf what a name was given up for
 */
export function findAsideNames(
  names: readonly string[],
  targetsOf: (name: string) => Iterable<string>,
): Map<string, readonly string[]> {
  const shapes = asideShapes(names, targetsOf);
  const found = new Map<string, readonly string[]>();
  if (shapes.size === 0) return found;
  for (const name of names) {
    const literals = shapeOf(name, shapes);
    if (literals !== undefined) found.set(name, literals);
  }
  return found;
}

type Literals = readonly string[];

/** In order, by the text that they begin with: a container makes as many as it has names. */
function asideShapes(
  names: readonly string[],
  targetsOf: (name: string) => Iterable<string>,
): Map<string, Literals[]> {
  const shapes = new Map<string, Literals>();
  for (const name of names) {
    for (const target of targetsOf(name)) {
      const literals = asideLiterals(name, target);
      if (literals !== null) shapes.set(literals.join("\0"), literals);
    }
  }
  const byBeginning = new Map<string, Literals[]>();
  for (const [, literals] of sortedBy(shapes, ([key]) => key)) {
    const [beginning = ""] = literals;
    const known = byBeginning.get(beginning);
    if (known === undefined) byBeginning.set(beginning, [literals]);
    else known.push(literals);
  }
  return byBeginning;
}

/** So many shapes with one beginning are compared with a name. */
const MOST_COMPARED = 32;

function shapeOf(name: string, shapes: ReadonlyMap<string, Literals[]>): Literals | undefined {
  for (let end = 1; end <= name.length; end += 1) {
    const alike = shapes.get(name.slice(0, end))?.slice(0, MOST_COMPARED);
    const shape = alike?.find((literals) => varyingParts(name, literals).every(isVarying));
    if (shape !== undefined) return shape;
  }
  return undefined;
}

/** What stands between the texts; what is no part where the name doesn't fit. */
function varyingParts(name: string, literals: Literals): string[] {
  const parts: string[] = [];
  let at = literals[0]?.length ?? 0;
  literals.slice(1).forEach((literal, index) => {
    const isLast = index === literals.length - 2;
    const found = isLast ? name.length - literal.length : name.indexOf(literal, at);
    const isThere = found >= at && name.startsWith(literal, found);
    parts.push(isThere ? name.slice(at, found) : "");
    at = found + literal.length;
  });
  return parts;
}
