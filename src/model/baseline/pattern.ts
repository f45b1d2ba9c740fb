/**
 * Patterns of a baseline: paths in which `*` stands for any characters but `/`. What
 * was observed is hostile, so a name's own `*`, `?`, `[`, `]` and `\` are escaped with
 * a backslash. A path without `rule` is no pattern, and has nothing escaped.
 */

/** A pattern that fits exactly this text. */
export function escapePattern(text: string): string {
  return text.replace(/[*?[\]\\]/g, "\\$&");
}

/** The literal texts before, between and after the stars of a pattern, unescaped. */
export function literalsOfPattern(pattern: string): string[] {
  const literals = [""];
  for (const [part] of pattern.matchAll(/\\.|./gsu)) {
    if (part === "*") literals.push("");
    else literals.push((literals.pop() ?? "") + part.replace(/^\\(?=.)/su, ""));
  }
  return literals;
}

/**
 * A test of whether a path, or a part of it between slashes, fits the pattern. Without `stars` it
 * takes time in proportion to the path: names and patterns are hostile.
 * @param stars what each star may stand for, as a regular expression; absent: any text
 */
export function patternTest(
  pattern: string,
  stars: readonly string[] = [],
): (path: string) => boolean {
  const literals = literalsOfPattern(pattern);
  const components = componentsOf(literals);
  const fits = loosely(components);
  if (stars.length === 0 || stars.length !== literals.length - 1) return fits;
  const texts = literals.map((literal, at) => (stars[at - 1] ?? "") + escapeRegExp(literal));
  const exact = new RegExp(`^${texts.join("")}$`, "su");
  return (path) => fits(path) && exact.test(path);
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/gu, "\\$&");
}

function loosely(components: readonly string[][]): (path: string) => boolean {
  return (path) => {
    const names = path.split("/");
    return (
      names.length === components.length &&
      components.every((literals, index) => fitsName(literals, names[index] ?? ""))
    );
  };
}

/** The literals of each part between slashes: no star crosses one. */
function componentsOf(literals: readonly string[]): string[][] {
  const components: string[][] = [[]];
  for (const literal of literals) {
    literal.split("/").forEach((text, index) => {
      if (index === 0) components.at(-1)?.push(text);
      else components.push([text]);
    });
  }
  return components;
}

/** Takes each literal where it comes first, which leaves most room for those after it. */
function fitsName(literals: readonly string[], name: string): boolean {
  const first = literals[0] ?? "";
  const last = literals.at(-1) ?? "";
  if (literals.length === 1) return name === first;
  if (!name.startsWith(first) || !name.endsWith(last)) return false;
  let at = first.length;
  for (const literal of literals.slice(1, -1)) {
    const found = name.indexOf(literal, at);
    if (found < 0) return false;
    at = found + literal.length;
  }
  return at + last.length <= name.length;
}
