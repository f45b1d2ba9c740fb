/** The names by which Falco may know a file. */
import { posix } from "node:path";
import type { GeneraliseRule } from "../../model/baseline/baseline.js";
import { literalsOfPattern } from "../../model/baseline/pattern.js";

export interface FileName {
  readonly path: string;
  readonly rule?: GeneraliseRule;
  /** what each star matched */
  readonly stars?: readonly string[] | undefined;
}

/**
 * A file's own path and the names it was opened by, as `fd.name` has them: Falco makes a name
 * absolute, removes `.`, `..` and double slashes, and does not follow links.
 */
export function namesOfPath(own: FileName, askedAs: readonly string[] = []): FileName[] {
  const links = askedAs
    .filter((name) => name.startsWith("/"))
    .map((name) => posix.normalize(name).replace(/(?<=.)\/$/, ""))
    .filter((name) => name !== own.path);
  return [own, ...[...new Set(links)].map((name) => nameOf(name, own))];
}

/** If the file's path is a pattern, its other names are patterns too; most contain no `*`. */
function nameOf(name: string, { rule, stars }: FileName): FileName {
  if (rule === undefined) return { path: name };
  const [literal = "", ...more] = literalsOfPattern(name);
  if (more.length === 0) return { path: literal };
  return { path: name, rule, stars: more.length === stars?.length ? stars : undefined };
}

/** One path of a change, as the baseline has it. */
export interface ChangedName extends FileName {
  readonly askedAs?: readonly string[] | undefined;
  readonly slashed?: true | undefined;
}

/**
 * The same for an event's arguments: Falco normalises relative paths, and keeps absolute ones as
 * given, with every slash and dot.
 */
export function namesOfArgument({
  path,
  rule,
  stars,
  askedAs = [],
  slashed,
}: ChangedName): FileName[] {
  const own = rule === undefined ? { path } : { path, rule, stars };
  const normal = namesOfPath(own, askedAs);
  const known = new Set(normal.map((name) => name.path));
  const given = askedAs.filter((name) => name.startsWith("/") && !known.has(name));
  const folders = slashed === true ? normal.filter((name) => name.path !== "/") : [];
  return [
    ...normal,
    ...given.map((name) => nameOf(name, own)),
    ...folders.map((name) => ({ ...name, path: `${name.path}/` })),
  ];
}
