/** How rows name programs: by file name; a final `*` stands for any text. */
import { escapeRegExp } from "../../model/baseline/pattern.js";

/** A test for the name of a program's file. */
export function programTest(names: readonly string[]): RegExp {
  const sources = names.map((name) => {
    const start = escapeRegExp(name.replace(/\*$/u, ""));
    return name.endsWith("*") ? start : `${start}$`;
  });
  return new RegExp(`^(?:${sources.join("|")})`, "su");
}

/** A test for options. The value of an option with a single dash may be attached to it. */
export function optionTest(options: readonly string[]): RegExp {
  if (options.length === 0) return /(?!)/u;
  const sources = options.map((option) => {
    const text = escapeRegExp(option);
    return option.startsWith("--") ? `${text}(?:=|$)` : text;
  });
  return new RegExp(`^(?:${sources.join("|")})`, "su");
}
