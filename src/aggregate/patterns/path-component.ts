import type { GeneraliseRule } from "../../model/baseline/baseline.js";
import { escapePattern } from "../../model/baseline/pattern.js";

/**
 * One component of a path: a literal name, or a pattern, which is marked by a leading NUL because
 * no name can contain one.
 */
export type PathComponent = string;

/** What a rule knows about its pattern. */
interface Known {
  readonly rule?: GeneraliseRule;
  /** a regular expression for each star; absent: it is learnt from the names */
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

/** The pattern text, as shown to users. */
export function patternOf(component: PathComponent): string {
  return component.split("\0", 2)[1] ?? "";
}

/** The rule that made the pattern; null: it is not known. */
export function ruleOf(component: PathComponent): GeneraliseRule | null {
  const rule = component.split("\0", 3)[2] ?? "";
  return rule === "" ? null : (rule as GeneraliseRule);
}

/** The rule's expression for each star; empty: they are learnt. */
export function declaredStars(component: PathComponent): readonly string[] {
  return component.split("\0").slice(3);
}

/** The components as one pattern, with literal names escaped. */
export function joinPattern(components: readonly PathComponent[]): string {
  return components
    .map((each) => (isPatternComponent(each) ? patternOf(each) : escapePattern(each)))
    .join("/");
}
