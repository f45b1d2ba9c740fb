import { escapePattern } from "../../model/baseline/pattern.js";
import type { Generalise } from "../patterns/generalise.js";
import { FirstNames } from "../evidence/first-names.js";

/**
 * The names by which a file was asked for. Where its path became a pattern they are patterns too:
 * what a name ends with as the path does, it ends with as the pattern does. Through the link
 * `/var/run` one asks for `/var/run/app.pid.8fpNFb`, whose path became `/run/app.pid.*`: whoever
 * compares names that are asked for has to be told `/var/run/app.pid.*`.
 *
 * Lets in: by another name the files that the path's own pattern lets in.
 */
export function askedNames(
  names: readonly string[],
  path: string,
  generalise: Generalise,
): FirstNames {
  const { path: pattern, rule } = generalise(path);
  const others = new FirstNames();
  for (const name of names) {
    if (rule !== undefined && generalise(name).path !== pattern) {
      others.add(withEndOf(pattern, path, name));
    } else if (rule === undefined && name !== path) {
      others.add(name);
    }
  }
  return others;
}

/** No pattern has more or fewer slashes than the path that became it. */
function withEndOf(pattern: string, path: string, name: string): string {
  const own = path.split("/");
  const asked = name.split("/");
  let shared = 0;
  while (shared < asked.length && own.at(-1 - shared) === asked.at(-1 - shared)) shared += 1;
  const before = asked.slice(0, asked.length - shared).map(escapePattern);
  return [...before, ...pattern.split("/").slice(own.length - shared)].join("/");
}
