import { isPatternComponent, patternComponent, type PathComponent } from "./path-component.js";
import type { Places } from "./varying-places.js";

/**
 * Files that are called by a digest of what is in them, in folders that are called by its first
 * digits, or its last: git's `objects/1f/` and 38 digits, `ab/ab4915…`, a cache of nginx. Each
 * file is another name, mostly in another folder: one is enough, as nothing else is called so. Two
 * folders beside each other show that the folders vary as well.
 *
 * Lets in: names with as many digits and the same end, in folders of two hexadecimal digits beside
 * those that were seen. Never git's `objects/info` or `objects/pack`.
 */
export class DigestNames {
  /** the digits of folders, by the directory of the first and how many digits each has */
  readonly #folders = new Map<string, Set<string>>();
  readonly #places: Places;

  constructor(places: Places) {
    this.#places = places;
  }

  /** Looks at a path, before any is replaced. */
  add(components: readonly PathComponent[]): void {
    const depth = depthOf(components, this.#places);
    const first = components.length - 1 - depth;
    for (let end = first + 1; end <= first + depth; end += 1) {
      const key = keyOf(components, first, end);
      const known = this.#folders.get(key) ?? new Set<string>();
      this.#folders.set(key, known.add(components.slice(first, end).join("")));
    }
  }

  /** The components of a path, with `*` for its digest and for folders of digests. */
  replaced(components: readonly PathComponent[]): readonly PathComponent[] {
    const literals = literalsOf(components, this.#places);
    const named = components.map((component, index) =>
      this.#isVarying(components, index) ? anyFolder(component.length) : component,
    );
    if (literals === null) return named;
    return [...named.slice(0, -1), patternComponent(literals, { rule: "digest-name" })];
  }

  /** A folder below others of digits varies with them. */
  #isVarying(components: readonly PathComponent[], index: number): boolean {
    return [index, index - 1].some((first) => {
      const folders = components.slice(first, index + 1);
      if (first < 1 || !folders.every((folder) => FOLDER.test(folder))) return false;
      const known = this.#folders.get(keyOf(components, first, index + 1));
      return known !== undefined && known.size >= FEWEST_FOLDERS;
    });
  }
}

const FEWEST_FOLDERS = 2;
const FOLDER = /^[0-9a-f]{1,2}$/u;
const LAST_FOLDER = /^[0-9a-f]{2}$/u;
const DIGEST = /^([0-9a-f]{28,128})((?:[._-].*)?)$/su;
/** What git writes before it knows the digest. */
const UNFINISHED = /^(tmp_obj_)[A-Za-z0-9]{6}$/u;
/** Digits of MD5, SHA-1, SHA-256 and SHA-512. */
const LENGTHS = new Set([32, 40, 64, 128]);

/** Of the folders of digits from `first` to before `end`. */
function keyOf(components: readonly PathComponent[], first: number, end: number): string {
  const lengths = components.slice(first, end).map(({ length }) => length);
  return [...components.slice(0, first), ...lengths].join("/");
}

function anyFolder(digits: number): PathComponent {
  const star = `[0-9a-f]{${String(digits)}}`;
  return patternComponent(["", ""], { rule: "digest-name", stars: [star] });
}

/** What stands around the digest; null: the name is none, or its place is closed. */
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

/** Whether the file is called by a digest, in a folder of its digits. */
export function isDigestName(components: readonly PathComponent[], places: Places): boolean {
  return depthOf(components, places) > 0;
}

/** In how many folders of its own digits the file lies: one, two, or none as it has no digest. */
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

/** The digits with those of the folder, or all of them, as long as a digest is. */
function isDigest(digits: string, folder: string): boolean {
  const isRest = LENGTHS.has(folder.length + digits.length);
  return isRest || (digits.startsWith(folder) && LENGTHS.has(digits.length));
}
