import { isPatternComponent, patternComponent, type PathComponent } from "./path-component.js";
import type { Places } from "./varying-places.js";

/**
 * Files that are called by a digest of what is in them, in folders that are called by its first
 * digits, or its last: git's `objects/1f/` and 38 digits, `ab/ab4915…`, a cache of nginx. There is
 * another folder for almost every file, so that none ever holds names enough to be compared, and
 * one is enough: nothing else is called so.
 *
 * Lets in: every name in that one folder, with the same end. The folder stays as it is: a pattern
 * of it would let in whatever lies beside the others, such as git's `objects/info`.
 */
export function replaceDigests(
  components: readonly PathComponent[],
  places: Places,
): readonly PathComponent[] {
  const name = components.at(-1) ?? "";
  const [above = "", folder = ""] = components.slice(-3, -1);
  if (isPatternComponent(name) || !FOLDER.test(folder)) return components;
  const literals = literalsOfDigest(name, above, folder);
  if (literals === null || places.of(components.slice(0, -1)) === null) return components;
  return [...components.slice(0, -1), patternComponent(literals, { rule: "digest-name" })];
}

const FOLDER = /^[0-9a-f]{2}$/u;
const DIGEST = /^([0-9a-f]{28,128})((?:[._-].*)?)$/su;
/** What git writes before it knows the digest. */
const UNFINISHED = /^(tmp_obj_)[A-Za-z0-9]{6}$/u;
/** Digits of MD5, SHA-1, SHA-256 and SHA-512. */
const LENGTHS = new Set([32, 40, 64, 128]);

function literalsOfDigest(name: string, above: string, folder: string): string[] | null {
  const unfinished = UNFINISHED.exec(name);
  if (unfinished !== null) return [unfinished[1] ?? "", ""];
  const [, digits = "", end = ""] = DIGEST.exec(name) ?? [];
  const parents = FOLDER.test(above) ? [folder, above + folder] : [folder];
  const isWhole =
    parents.some((digit) => digits.startsWith(digit)) || digits.endsWith(folder + above);
  const isRest = parents.some((digit) => LENGTHS.has(digit.length + digits.length));
  return isRest || (isWhole && LENGTHS.has(digits.length)) ? ["", end] : null;
}
