import { escapePattern } from "../../model/baseline/pattern.js";

/**
 * One part of a path between slashes: a name, or a pattern, which is told by a NUL
 * before it, as no name can hold one.
 */
export type PathComponent = string;

/** A pattern with a `*` between the literal texts. */
export function patternComponent(literals: readonly string[]): PathComponent {
  return `\0${literals.map(escapePattern).join("*")}`;
}

export function isPatternComponent(component: PathComponent): boolean {
  return component.startsWith("\0");
}

/** The components as one pattern, in which the names are escaped. */
export function joinPattern(components: readonly PathComponent[]): string {
  return components
    .map((each) => (isPatternComponent(each) ? each.slice(1) : escapePattern(each)))
    .join("/");
}
