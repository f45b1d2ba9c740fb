/** How rows name programs: by what their files are called, with a `*` at the end for any text. */

/** A test of the name of a program's file. */
export function programTest(names: readonly string[]): RegExp {
  const sources = names.map((name) => {
    const start = name.replace(/\*$/u, "").replace(/[\\^$.*+?()[\]{}|/]/gu, "\\$&");
    return name.endsWith("*") ? start : `${start}$`;
  });
  return new RegExp(`^(?:${sources.join("|")})`, "su");
}

/** A test of options: with one that has a single dash, its value may be attached. */
export function optionTest(options: readonly string[]): RegExp {
  if (options.length === 0) return /(?!)/u;
  const sources = options.map((option) => {
    const text = option.replace(/[\\^$.*+?()[\]{}|/]/gu, "\\$&");
    return option.startsWith("--") ? `${text}(?:=|$)` : text;
  });
  return new RegExp(`^(?:${sources.join("|")})`, "su");
}
