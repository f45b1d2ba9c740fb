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

/** Everything that allows these paths in `field`, such as `fd.name`. */
export function allowPaths(
  field: string,
  names: PathNames,
  paths: readonly AllowedPath[],
  allRuns: number,
): Part {
  const isLiteral = (path: AllowedPath): boolean =>
    path.rule === undefined && isQuotable(asFalcoSees(path.path));
  const literal = paths.filter(isLiteral).map((path) => itemOf(path, allRuns));
  const list = { name: names.list, about: names.about, items: joinItems(literal) };
  const patterns = uniquePatterns(paths.filter((path) => !isLiteral(path)));
  const macros = patterns.map((path, at) =>
    patternMacro(`${names.macro}_pattern_${at + 1}`, field, path, allRuns),
  );
  const conditions = [...membership(field, list), ...macros.map((macro) => macro.name)];
  return {
    lists: list.items.length === 0 ? [] : [list],
    macros: [...macros, anyOf(names.macro, [names.about], conditions)],
  };
}

function itemOf(path: AllowedPath, allRuns: number): Item {
  return item(path.path, commentsOf(path, allRuns));
}

function commentsOf(path: AllowedPath, allRuns: number): string[] {
  const changed = asFalcoSees(path.path) !== path.path;
  const mark = `MARKED: Falco shows control characters and bytes that are no UTF-8 as U+FFFD; recorded: ${path.path}`;
  return [evidence(path, allRuns), ...(path.notes ?? []), ...(changed ? [mark] : [])];
}

function uniquePatterns(paths: readonly AllowedPath[]): AllowedPath[] {
  const byPattern = new Map(paths.map((path) => [path.path, path]));
  return sortedBy(byPattern.values(), ({ path }) => path);
}

/**
 * Falco has two operators for patterns, and each admits too much: `*` of `glob` crosses `/`, and
 * `pmatch` admits everything below what it matches. A glob, and a second one that admits only
 * deeper paths and is negated, together admit exactly what the baseline's pattern does: a path
 * that has no more slashes than the pattern has none left for `*` to cross.
 */
function patternMacro(name: string, field: string, path: AllowedPath, allRuns: number): Macro {
  const pattern = asFalcoSees(path.path);
  const about = commentsOf(path, allRuns);
  if (path.rule === undefined) {
    const exact = `${field} glob ${quote(globLiteral(pattern))}`;
    return {
      name,
      about: [...about, "a glob, since no string can end in a backslash"],
      lines: [exact],
    };
  }
  const deeper = `${"*/".repeat(pattern.split("/").length)}*`;
  const condition = `(${field} glob ${quote(globPattern(pattern))} and not ${field} glob ${quote(deeper)})`;
  return { name, about: [...about, `generalised: ${path.rule}`], lines: [condition] };
}
