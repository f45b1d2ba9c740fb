/**
 * Patterns of a baseline: paths in which `*` stands for any characters except `/`. Recorded names
 * are hostile, so a name's own `*`, `?`, `[`, `]` and `\` are escaped by a backslash. A path
 * without `rule` is not a pattern, and nothing in it is escaped.
 */

/** A pattern that matches exactly this text. */
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
 * A test of whether a path, or a part of it between slashes, matches the pattern. Names and
 * patterns are hostile: without `stars` the test takes time proportional to the path.
 * @param stars an expression for each star; absent: any text
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

/** The source of an expression that matches exactly this text. */
export function escapeRegExp(text: string): string {
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

/** The literals of each component: no star matches a slash. */
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

/** Takes each literal at its first position, which leaves the most room for the following ones. */
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
