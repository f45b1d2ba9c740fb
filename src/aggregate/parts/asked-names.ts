import { escapePattern } from "../../model/baseline/pattern.js";
import type { Generalise } from "../patterns/generalise.js";
import { FirstNames } from "../evidence/first-names.js";

/**
 * The names by which a file was opened. If its path became a pattern, they become patterns too: a
 * name that ends like the path gets the same end as the pattern. For example, `/var/run` is a link
 * and a program opens `/var/run/app.pid.8fpNFb`, whose path became `/run/app.pid.*`. A consumer
 * that compares opened names needs `/var/run/app.pid.*`.
 *
 * Lets in: by another name, the files that the path's own pattern lets in.
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

/** A pattern has as many slashes as the path it was made from. */
function withEndOf(pattern: string, path: string, name: string): string {
  const own = path.split("/");
  const asked = name.split("/");
  let shared = 0;
  while (shared < asked.length && own.at(-1 - shared) === asked.at(-1 - shared)) shared += 1;
  const before = asked.slice(0, asked.length - shared).map(escapePattern);
  return [...before, ...pattern.split("/").slice(own.length - shared)].join("/");
}
