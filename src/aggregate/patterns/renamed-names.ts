import { sortedBy } from "../../model/order.js";
import { literalsOf, MOST_PARTS, type Span } from "./name-reading.js";
import { looksRandom } from "./random-parts.js";
import { startsAfterWord } from "./varying-places.js";

/**
 * Files that are written under a temporary name and then renamed: `.file1.S5Z0rZ` to `file1`. The
 * new name shows which part of the old name is fixed, so one rename is enough for a pattern. What
 * varies is a number, or at least six letters and digits that form no word.
 *
 * Lets in: names in the same directory that contain the new name and have the same beginning and
 * end. Never a name whose `*` comes first or lies within a word.
 */

/** New names by old path, for files that were renamed within their directory. */
export type Renames = ReadonlyMap<string, ReadonlySet<string>>;

/** The renames within a directory whose old name contains the new one. */
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

/** The varying part beside the new name. Python's tempfile uses underscores too. */
const TEMPFILE = "[a-z0-9_]{8}(?![A-Za-z0-9_/])";
const WORD = "(?<![A-Za-z0-9/])[A-Za-z0-9]+(?![A-Za-z0-9/])";
const PART = new RegExp(`(?<=tmp)${TEMPFILE}|(?!tmp${TEMPFILE})${WORD}`, "gu");
const DIGITS = /^[0-9]+$/u;
const LETTERS = /^[A-Za-z0-9_]+$/u;

/** The fixed texts in a name that was renamed to `target`; null: nothing in it varies. */
export function asideLiterals(name: string, target: string): string[] | null {
  const at = target === "" ? -1 : name.indexOf(target);
  if (at < 0) return null;
  // slashes, which no name contains, hide the new name and any word that it is part of
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
 * The names of the same shape as a renamed one, with the fixed texts around what varies.
 * @param targetsOf the new names of a name
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

/** Sorted shapes by their first text. A container can make as many shapes as it has names. */
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

/** The most shapes with the same first text that are compared with a name. */
const MOST_COMPARED = 32;

function shapeOf(name: string, shapes: ReadonlyMap<string, Literals[]>): Literals | undefined {
  for (let end = 1; end <= name.length; end += 1) {
    const alike = shapes.get(name.slice(0, end))?.slice(0, MOST_COMPARED);
    const shape = alike?.find((literals) => varyingParts(name, literals).every(isVarying));
    if (shape !== undefined) return shape;
  }
  return undefined;
}

/** The text between the fixed texts; an empty part where the name does not fit. */
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
