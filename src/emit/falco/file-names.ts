/** The names by which Falco may know a file. */
import { posix } from "node:path";
import type { GeneraliseRule } from "../../model/baseline/baseline.js";
import { literalsOfPattern } from "../../model/baseline/pattern.js";

export interface FileName {
  readonly path: string;
  readonly rule?: GeneraliseRule;
  /** what each star stood for */
  readonly stars?: readonly string[] | undefined;
}

/**
 * A file's own name and those by which it was asked for, for `fd.name`: Falco makes the name that
 * was asked for absolute, takes `.`, `..` and doubled slashes out, and follows no link.
 */
export function namesOfPath(own: FileName, askedAs: readonly string[] = []): FileName[] {
  const links = askedAs
    .filter((name) => name.startsWith("/"))
    .map((name) => posix.normalize(name).replace(/(?<=.)\/$/, ""))
    .filter((name) => name !== own.path);
  return [own, ...[...new Set(links)].map((name) => nameOf(name, own))];
}

/** Of a pattern the names that were asked for are patterns too, mostly without a `*`. */
function nameOf(name: string, { rule, stars }: FileName): FileName {
  if (rule === undefined) return { path: name };
  const [literal = "", ...more] = literalsOfPattern(name);
  if (more.length === 0) return { path: literal };
  return { path: name, rule, stars: more.length === stars?.length ? stars : undefined };
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
