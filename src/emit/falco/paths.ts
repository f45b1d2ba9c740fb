/** Paths that are allowed: a list of literal ones, and a condition for each pattern. */
import type { Evidence, GeneraliseRule } from "../../model/baseline/baseline.js";
import { sortedBy } from "../../model/order.js";
import { listName } from "./names.js";
import type { ImageNames } from "./names.js";
import { anyOf, itemsOf } from "./allowance.js";
import type { Allowance, EvidenceLine } from "./allowance.js";
import { asFalcoSees, ANYTHING, globLiteral, isListable, patternRegex, quote } from "./text.js";

/** A path as it stands in a baseline, or a pattern where `rule` is given. */
export interface AllowedPath extends Pick<Evidence, "by"> {
  readonly path: string;
  readonly rule?: GeneraliseRule;
  /** what each star of a pattern stood for */
  readonly stars?: readonly string[] | undefined;
  readonly notes?: readonly string[];
  readonly marks?: readonly string[];
}

/** A field that has the path, in all events that have the field or only in those of `when`. */
export interface PathField {
  readonly field: string;
  /** a condition */
  readonly when?: string;
}

/** A list and what it is about. */
export interface PathNames {
  readonly list: string;
  readonly macro: string;
  readonly about: string;
}

/** Everything that allows these paths in one of `fields`, such as `fd.name`. */
export function allowPaths(
  image: ImageNames,
  fields: readonly PathField[],
  { list, macro, about }: PathNames,
  paths: readonly AllowedPath[],
): Allowance {
  const literals = new Set(paths.filter(isLiteral));
  const literal = itemsOf([...literals].map(({ path }) => path));
  const name = listName(list, image);
  const inList = fields.map((place) => inEvents(place, `${place.field} in (${name})`));
  const patterns = uniquePatterns(paths.filter((path) => !literals.has(path)));
  const tests = patterns.map((path) =>
    anyOf(fields.map((place) => inEvents(place, pathTest(place.field, path)))),
  );
  return {
    about,
    macro,
    lists: literal.length === 0 ? [] : [{ name, items: literal }],
    conditions: [...(literal.length === 0 ? [] : inList), ...tests],
    evidence: paths.map(evidenceLineOf),
  };
}

/** Whether an item of a list can say it; everything else takes a pattern. */
function isLiteral({ path, rule }: Pick<AllowedPath, "path" | "rule">): boolean {
  return rule === undefined && isListable(asFalcoSees(path));
}

function inEvents({ when }: PathField, condition: string): string {
  return when === undefined ? condition : `(${when} and ${condition})`;
}

/** Of very many paths most have nothing to say: they share it. */
const NOTHING: readonly string[] = [];

function evidenceLineOf({
  path,
  by,
  rule,
  notes = NOTHING,
  marks = NOTHING,
}: AllowedPath): EvidenceLine {
  const odd = markOf(path);
  return {
    what: path,
    by,
    notes: rule === undefined ? notes : [...notes, `generalised: ${rule}`],
    marks: odd.length === 0 ? marks : [...marks, ...odd],
  };
}

/** What is said of a text that Falco can't show as it is. */
export function markOf(text: string): readonly string[] {
  if (asFalcoSees(text) === text) return NOTHING;
  return ["Falco shows its control characters and bytes that are no UTF-8 as U+FFFD"];
}

function uniquePatterns(paths: readonly AllowedPath[]): AllowedPath[] {
  const byPattern = new Map(paths.map((path) => [testKey(path), path]));
  return sortedBy(byPattern, ([key]) => key).map(([, path]) => path);
}

function testKey({ path, stars = [] }: AllowedPath): string {
  return [path, ...stars].join("\0");
}

/**
 * A condition that is true when `field` is the path, or fits the pattern. A pattern's star crosses
 * no slash, and is as long as it was seen, of such characters as were seen.
 */
export function pathTest(
  field: string,
  path: Pick<AllowedPath, "path" | "rule" | "stars">,
): string {
  const pattern = asFalcoSees(path.path);
  if (isLiteral(path)) return `${field}=${quote(pattern)}`;
  if (path.rule === undefined) return `${field} glob ${quote(globLiteral(pattern))}`;
  const tests = [
    `${field} regex ${quote(patternRegex(pattern, path.stars))}`,
    ...(mayLeave(field, path.stars) ? NOT_NORMAL.map((test) => `not ${field} ${test}`) : []),
  ];
  return tests.length === 1 ? tests.join("") : `(${tests.join(" and ")})`;
}

/**
 * Of arguments alone, which Falco leaves as they were given: a star could stand for `..` as well,
 * and lead out of the folder.
 */
function mayLeave(field: string, stars: readonly string[] = [ANYTHING]): boolean {
  return field.startsWith("evt.arg.") && stars.some((star) => star.includes("[^"));
}

const NOT_NORMAL = [
  ...[`contains "//"`, `contains "/./"`, `contains "/../"`],
  ...[`endswith "/."`, `endswith "/.."`],
];
