import type { GeneraliseRule } from "../../model/baseline/baseline.js";
import { escapePattern } from "../../model/baseline/pattern.js";

/**
 * One part of a path between slashes: a name, or a pattern, which is told by a NUL
 * before it, as no name can hold one.
 */
export type PathComponent = string;

/** What a rule knows of a pattern that it made. */
interface Known {
  readonly rule?: GeneraliseRule;
  /** what each star stands for, as a regular expression; absent: it is learnt from the names */
  readonly stars?: readonly string[];
}

/** A pattern with a `*` between the literal texts. */
export function patternComponent(
  literals: readonly string[],
  { rule, stars = [] }: Known = {},
): PathComponent {
  return ["", literals.map(escapePattern).join("*"), rule ?? "", ...stars].join("\0");
}

export function isPatternComponent(component: PathComponent): boolean {
  return component.startsWith("\0");
}

/** The pattern alone, as it is shown. */
export function patternOf(component: PathComponent): string {
  return component.split("\0", 2)[1] ?? "";
}

/** The rule that made the pattern; null: it says none. */
export function ruleOf(component: PathComponent): GeneraliseRule | null {
  const rule = component.split("\0", 3)[2] ?? "";
  return rule === "" ? null : (rule as GeneraliseRule);
}

/** What the rule says of each star; empty: it is learnt. */
export function declaredStars(component: PathComponent): readonly string[] {
  return component.split("\0").slice(3);
}

/** The components as one pattern, in which the names are escaped. */
export function joinPattern(components: readonly PathComponent[]): string {
  return components
    .map((each) => (isPatternComponent(each) ? patternOf(each) : escapePattern(each)))
    .join("/");
}
