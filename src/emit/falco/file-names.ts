/** The names by which Falco may know a file. */
import { posix } from "node:path";
import type { GeneraliseRule } from "../../model/baseline.js";
import { literalsOfPattern } from "../../model/pattern.js";

export interface FileName {
  readonly path: string;
  readonly rule?: GeneraliseRule;
}

/**
 * A file's own name and those by which it was asked for, for `fd.name`: Falco makes the name that
 * was asked for absolute, takes `.`, `..` and doubled slashes out, and follows no link.
 */
export function namesOfPath(
  path: string,
  rule: GeneraliseRule | undefined,
  askedAs: readonly string[] = [],
): FileName[] {
  const links = askedAs
    .filter((name) => name.startsWith("/"))
    .map((name) => posix.normalize(name).replace(/(?<=.)\/$/, ""))
    .filter((name) => name !== path);
  const own = rule === undefined ? { path } : { path, rule };
  return [own, ...[...new Set(links)].map((name) => nameOf(name, rule))];
}

/** Of a pattern the names that were asked for are patterns too, mostly without a `*`. */
function nameOf(name: string, rule: GeneraliseRule | undefined): FileName {
  if (rule === undefined) return { path: name };
  const [literal = "", ...more] = literalsOfPattern(name);
  return more.length === 0 ? { path: literal } : { path: name, rule };
}

/** One end of a change, as a baseline has it. */
export interface ChangedName extends FileName {
  readonly askedAs?: readonly string[] | undefined;
  readonly slashed?: true | undefined;
}

/**
 * The same for arguments of events: Falco makes relative ones absolute and normal, and takes those
 * that are absolute as they are, with every slash and dot that they have.
 */
export function namesOfArgument({ path, rule, askedAs = [], slashed }: ChangedName): FileName[] {
  const normal = namesOfPath(path, rule, askedAs);
  const known = new Set(normal.map((name) => name.path));
  const given = askedAs.filter((name) => name.startsWith("/") && !known.has(name));
  const folders = slashed === true ? normal.filter((name) => name.path !== "/") : [];
  return [
    ...normal,
    ...given.map((name) => ({ path: name })),
    ...folders.map((name) => ({ ...name, path: `${name.path}/` })),
  ];
}
