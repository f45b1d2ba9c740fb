/** The names by which Falco may know a file. */
import { posix } from "node:path";
import type { GeneraliseRule } from "../../model/baseline.js";

export interface FileName {
  readonly path: string;
  readonly rule?: GeneraliseRule;
}

/**
 * A file's own name and those by which it was asked for. Falco compares the name that was asked
 * for, made absolute and without `.`, `..` and doubled slashes, and follows no link.
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
  return [own, ...[...new Set(links)].map((name) => ({ path: name }))];
}
