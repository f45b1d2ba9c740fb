/** Recorded paths as values of Tetragon's selectors: equal texts, and texts that names begin with. */
import { literalsOfPattern } from "../../model/baseline/pattern.js";
import { sortedTexts } from "../../model/order.js";

interface Named {
  readonly path: string;
  /** given: `path` is a pattern */
  readonly rule?: unknown;
}

/** In bytes, as Tetragon's maps and the kernel's paths have them. */
const LONGEST_PATH = 4096;
const LONGEST_PREFIX = 255;

/** A value is text: a byte that is no UTF-8 can't be in it. */
const NO_TEXT = /[\p{Cs}\0]/u;
/** One that every path begins with says nothing. */
const PREFIX = /^\/+[^/]/u;

export class Names {
  readonly #equal = new Set<string>();
  readonly #prefixes = new Set<string>();
  readonly #leftOut = new Set<string>();
  readonly #longest: number;

  /** @param longest of a path, in bytes */
  constructor(longest = LONGEST_PATH) {
    this.#longest = longest;
  }

  /** Adds a path, or the text before the first star of a pattern. */
  add({ path, rule }: Named): void {
    if (rule === undefined) {
      const isText = path.startsWith("/") && !NO_TEXT.test(path);
      const fits = isText && Buffer.byteLength(path) <= this.#longest;
      (fits ? this.#equal : this.#leftOut).add(path);
      return;
    }
    const prefix = literalsOfPattern(path)[0] ?? "";
    const fits =
      PREFIX.test(prefix) && !NO_TEXT.test(prefix) && Buffer.byteLength(prefix) <= LONGEST_PREFIX;
    (fits ? this.#prefixes : this.#leftOut).add(fits ? prefix : path);
  }

  get equal(): string[] {
    return sortedTexts(this.#equal);
  }

  get prefixes(): string[] {
    return sortedTexts(this.#prefixes);
  }

  /** what no value can say */
  get leftOut(): ReadonlySet<string> {
    return this.#leftOut;
  }
}
