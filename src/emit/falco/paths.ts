/** Allowed paths: a list of literal paths, and a condition for each pattern. */
import type { Evidence, GeneraliseRule } from "../../model/baseline/baseline.js";
import { sortedBy } from "../../model/order.js";
import { listName } from "./names.js";
import type { ImageNames } from "./names.js";
import { anyOf, itemsOf } from "./allowance.js";
import type { Allowance, EvidenceLine } from "./allowance.js";
import { asFalcoSees, ANYTHING, globLiteral, isListable, patternRegex, quote } from "./text.js";

/** A path of a baseline; with `rule`, a pattern. */
export interface AllowedPath extends Pick<Evidence, "by"> {
  readonly path: string;
  readonly rule?: GeneraliseRule;
  /** what each star of a pattern matched */
  readonly stars?: readonly string[] | undefined;
  readonly notes?: readonly string[];
  readonly marks?: readonly string[];
}

/** A field that holds the path, in all events or only in those that fit `when`. */
export interface PathField {
  readonly field: string;
  /** the condition for these events */
  readonly when?: string;
}

/** A list of paths, its macro, and the behaviour in words. */
export interface PathNames {
  readonly list: string;
  readonly macro: string;
  readonly about: string;
}

/** The allowance for these paths in `fields`, for example in `fd.name`. */
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

/** Whether the path fits into a list. Any other path needs a condition of its own. */
function isLiteral({ path, rule }: Pick<AllowedPath, "path" | "rule">): boolean {
  return rule === undefined && isListable(asFalcoSees(path));
}

function inEvents({ when }: PathField, condition: string): string {
  return when === undefined ? condition : `(${when} and ${condition})`;
}

/** One shared empty list: most of very many paths have no notes. */
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

/** The mark of a text that Falco cannot show as it is. */
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
 * A condition that is true if `field` equals the path or matches the pattern. A star matches no
 * slash; its length and characters are those that were recorded.
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
 * Only for arguments, which Falco does not normalise: a star could match `..` and leave the
 * directory.
 */
function mayLeave(field: string, stars: readonly string[] = [ANYTHING]): boolean {
  return field.startsWith("evt.arg.") && stars.some((star) => star.includes("[^"));
}

const NOT_NORMAL = [
  ...[`contains "//"`, `contains "/./"`, `contains "/../"`],
  ...[`endswith "/."`, `endswith "/.."`],
];
