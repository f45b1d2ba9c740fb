/** Paths that are allowed: a list of literal ones, and a macro for each pattern. */
import type { Evidence, GeneraliseRule } from "../../model/baseline.js";
import { sortedBy } from "../../model/order.js";
import { anyOf, evidence, item, joinItems, membership } from "./parts.js";
import type { Item, Macro, Part } from "./parts.js";
import { asFalcoSees, globLiteral, globPattern, isQuotable, quote } from "./text.js";

/** A path as it stands in a baseline, or a pattern where `rule` is given. */
export interface AllowedPath extends Evidence {
  readonly path: string;
  readonly rule?: GeneraliseRule;
  /** said beside it, besides its evidence */
  readonly notes?: readonly string[];
}

export interface PathNames {
  /** of the list */
  readonly list: string;
  /** of the macro that is true for an allowed path */
  readonly macro: string;
  readonly about: string;
}

/** A field that has the path, in all events that have the field or only in those of `when`. */
export interface PathField {
  readonly field: string;
  /** a condition */
  readonly when?: string;
}

/** Everything that allows these paths in one of `fields`, such as `fd.name`. */
export function allowPaths(
  fields: string | readonly PathField[],
  names: PathNames,
  paths: readonly AllowedPath[],
  allRuns: number,
): Part {
  const places = typeof fields === "string" ? [{ field: fields }] : fields;
  const literal = paths.filter(isLiteral).map((path) => itemOf(path, allRuns));
  const list = { name: names.list, about: names.about, items: joinItems(literal) };
  const patterns = uniquePatterns(paths.filter((path) => !isLiteral(path)));
  const macros = patterns.map((path, at) =>
    patternMacro(`${names.macro}_pattern_${at + 1}`, places, path, allRuns),
  );
  const conditions = [
    ...places.flatMap((place) =>
      membership(place.field, list).map((condition) => inEvents(place, condition)),
    ),
    ...macros.map((macro) => macro.name),
  ];
  return {
    lists: list.items.length === 0 ? [] : [list],
    macros: [...macros, anyOf(names.macro, [names.about], conditions)],
  };
}

/** Whether a string of a condition can say it; everything else takes a glob. */
function isLiteral({ path, rule }: Pick<AllowedPath, "path" | "rule">): boolean {
  return rule === undefined && isQuotable(asFalcoSees(path));
}

function inEvents({ when }: PathField, condition: string): string {
  return when === undefined ? condition : `(${when} and ${condition})`;
}

function itemOf(path: AllowedPath, allRuns: number): Item {
  return item(path.path, commentsOf(path, allRuns));
}

function commentsOf(path: AllowedPath, allRuns: number): string[] {
  const mark = markOf(path.path);
  return [evidence(path, allRuns), ...(path.notes ?? []), ...mark];
}

/** What is said beside a text that Falco can't show as it is. */
export function markOf(text: string): string[] {
  if (asFalcoSees(text) === text) return [];
  return [
    `MARKED: Falco shows control characters and bytes that are no UTF-8 as U+FFFD; recorded: ${text}`,
  ];
}

function uniquePatterns(paths: readonly AllowedPath[]): AllowedPath[] {
  const byPattern = new Map(paths.map((path) => [path.path, path]));
  return sortedBy(byPattern.values(), ({ path }) => path);
}

/**
 * A condition that is true when `field` is the path, or fits the pattern.
 *
 * Falco has two operators for patterns, and each admits too much: `*` of `glob` crosses `/`, and
 * `pmatch` admits everything below what it matches. A glob, and a second one that admits only
 * deeper paths and is negated, together admit exactly what the baseline's pattern does: a path
 * that has no more slashes than the pattern has none left for `*` to cross.
 */
export function pathTest(field: string, path: Pick<AllowedPath, "path" | "rule">): string {
  const pattern = asFalcoSees(path.path);
  if (isLiteral(path)) return `${field}=${quote(pattern)}`;
  if (path.rule === undefined) return `${field} glob ${quote(globLiteral(pattern))}`;
  const deeper = `${"*/".repeat(pattern.split("/").length)}*`;
  const tests = [
    `${field} glob ${quote(globPattern(pattern))}`,
    `not ${field} glob ${quote(deeper)}`,
    ...(field.startsWith("evt.arg.") ? NOT_NORMAL.map((test) => `not ${field} ${test}`) : []),
  ];
  return `(${tests.join(" and ")})`;
}

/**
 * Of arguments alone, which Falco leaves as they were given: `*` would stand for `..` as well, and
 * lead out of the folder.
 */
const NOT_NORMAL = [
  ...[`contains "//"`, `contains "/./"`, `contains "/../"`],
  ...[`endswith "/."`, `endswith "/.."`],
];

function patternMacro(
  name: string,
  places: readonly PathField[],
  path: AllowedPath,
  allRuns: number,
): Macro {
  const why =
    path.rule === undefined
      ? "a glob, since no string can end in a backslash"
      : `generalised: ${path.rule}`;
  const tests = places.map((place) => inEvents(place, pathTest(place.field, path)));
  const condition = tests.length === 1 ? tests.join("") : `(${tests.join(" or ")})`;
  return { name, about: [...commentsOf(path, allRuns), why], lines: [condition] };
}
