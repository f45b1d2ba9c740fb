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

/** A test of whether a path, or a part of it between slashes, fits the pattern. */
export function patternTest(pattern: string): (path: string) => boolean {
  const literals = literalsOfPattern(pattern).map(escapeRegExp);
  const expression = new RegExp(`^${literals.join("[^/]*")}$`, "su");
  return (path) => expression.test(path);
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
