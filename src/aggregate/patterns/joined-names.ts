/**
 * Literal names that match a pattern which was made from other evidence: the pattern allows them
 * already.
 */
import { patternTest } from "../../model/baseline/pattern.js";
import { sortedTexts } from "../../model/order.js";
import {
  declaredStars,
  isPatternComponent,
  patternOf,
  ruleOf,
  type PathComponent,
} from "./path-component.js";

/** The most patterns of one directory that are compared with its names. */
const MOST_COMPARED = 32;
const JOINED: ReadonlySet<string | null> = new Set(["unique-name", "passing-name", "clock"]);

/**
 * @param names literal names
 * @param all these names and the patterns in the same directory
 * @returns the pattern that each name belongs to
 */
export function joinedNames(
  names: readonly string[],
  all: Iterable<PathComponent>,
): Map<string, PathComponent> {
  const patterns = sortedTexts([...all].filter((each) => JOINED.has(ruleOfPattern(each))));
  const tests = patterns
    .slice(0, MOST_COMPARED)
    .map((pattern) => ({ pattern, fits: patternTest(patternOf(pattern), declaredStars(pattern)) }));
  const joined = new Map<string, PathComponent>();
  if (tests.length === 0) return joined;
  for (const name of names) {
    const found = tests.find(({ fits }) => fits(name));
    if (found !== undefined) joined.set(name, found.pattern);
  }
  return joined;
}

function ruleOfPattern(component: PathComponent): string | null {
  return isPatternComponent(component) ? ruleOf(component) : null;
}
