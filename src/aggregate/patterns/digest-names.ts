import { isPatternComponent, patternComponent, type PathComponent } from "./path-component.js";
import type { Places } from "./varying-places.js";

/**
 * Files named after a digest of their content, in directories named after its first or last digits:
 * git's `objects/1f/` with 38 more digits, `ab/ab4915…`, nginx's cache. Each file has another name,
 * mostly in another directory. One file is enough for a pattern, because nothing else has such
 * names. Two directories beside each other show that the directories vary as well.
 *
 * Lets in: names with as many digits and the same ending, in directories of two hexadecimal digits
 * beside the recorded ones. Never git's `objects/info` or `objects/pack`.
 */
export class DigestNames {
  /** the digits of directories, by their parent and the number of digits of each */
  readonly #folders = new Map<string, Set<string>>();
  readonly #places: Places;

  constructor(places: Places) {
    this.#places = places;
  }

  /** Adds an observed path, before any path is replaced. */
  add(components: readonly PathComponent[]): void {
    const depth = depthOf(components, this.#places);
    const first = components.length - 1 - depth;
    for (let end = first + 1; end <= first + depth; end += 1) {
      const key = keyOf(components, first, end);
      const known = this.#folders.get(key) ?? new Set<string>();
      this.#folders.set(key, known.add(components.slice(first, end).join("")));
    }
  }

  /** The components of a path, with `*` for its digest and for the directories of digests. */
  replaced(components: readonly PathComponent[]): readonly PathComponent[] {
    const literals = literalsOf(components, this.#places);
    const named = components.map((component, index) =>
      this.#isVarying(components, index) ? anyFolder(component.length) : component,
    );
    if (literals === null) return named;
    return [...named.slice(0, -1), patternComponent(literals, { rule: "digest-name" })];
  }

  /** A directory of digits varies if it has siblings, alone or together with its parent. */
  #isVarying(components: readonly PathComponent[], index: number): boolean {
    if (!FOLDER.test(components[index] ?? "")) return false; // almost every component
    return [index, index - 1].some((first) => {
      if (first < 1 || !FOLDER.test(components[first] ?? "")) return false;
      const known = this.#folders.get(keyOf(components, first, index + 1));
      return known !== undefined && known.size >= FEWEST_FOLDERS;
    });
  }
}

const FEWEST_FOLDERS = 2;
const FOLDER = /^[0-9a-f]{1,2}$/u;
const LAST_FOLDER = /^[0-9a-f]{2}$/u;
const DIGEST = /^([0-9a-f]{28,128})((?:[._-].*)?)$/su;
/** git's temporary name of an object, before the digest is known. */
const UNFINISHED = /^(tmp_obj_)[A-Za-z0-9]{6}$/u;
/** Hexadecimal digits of MD5, SHA-1, SHA-256 and SHA-512. */
const LENGTHS = new Set([32, 40, 64, 128]);

/** A key for the directories of digits from index `first` up to, but not including, `end`. */
function keyOf(components: readonly PathComponent[], first: number, end: number): string {
  const lengths = components.slice(first, end).map(({ length }) => length);
  return [...components.slice(0, first), ...lengths].join("/");
}

function anyFolder(digits: number): PathComponent {
  const star = `[0-9a-f]{${String(digits)}}`;
  return patternComponent(["", ""], { rule: "digest-name", stars: [star] });
}

/** The text around the digest; null: the name has no digest, or its place is closed. */
function literalsOf(components: readonly PathComponent[], places: Places): string[] | null {
  const name = components.at(-1) ?? "";
  const folder = components.at(-2) ?? "";
  if (isPatternComponent(name) || !LAST_FOLDER.test(folder)) return null;
  const unfinished = UNFINISHED.exec(name)?.[1];
  const [, , end = ""] = DIGEST.exec(name) ?? [];
  if (unfinished === undefined && depthOf(components, places) === 0) return null;
  if (places.of(components.slice(0, -1)) === null) return null;
  return unfinished === undefined ? ["", end] : [unfinished, ""];
}

/** Whether the file is named after a digest, in a directory of the digest's digits. */
export function isDigestName(components: readonly PathComponent[], places: Places): boolean {
  return depthOf(components, places) > 0;
}

/** The number of parent directories that are digits of the file's own digest: one, two, or zero. */
function depthOf(components: readonly PathComponent[], places: Places): number {
  const name = components.at(-1) ?? "";
  const [above = "", folder = ""] = components.slice(-3, -1);
  const digits = DIGEST.exec(name)?.[1];
  if (digits === undefined || !LAST_FOLDER.test(folder)) return 0;
  if (places.of(components.slice(0, -1)) === null) return 0;
  const isEnd = LENGTHS.has(digits.length) && digits.endsWith(folder + above);
  if (FOLDER.test(above) && (isEnd || isDigest(digits, above + folder))) return 2;
  return isDigest(digits, folder) ? 1 : 0;
}

/** Whether the digits are a whole digest, with or without those in the directory's name. */
function isDigest(digits: string, folder: string): boolean {
  const isRest = LENGTHS.has(folder.length + digits.length);
  return isRest || (digits.startsWith(folder) && LENGTHS.has(digits.length));
}
