/** Recorded paths as values of Tetragon's selectors: exact names and prefixes. */
import { literalsOfPattern } from "../../model/baseline/pattern.js";
import { sortedTexts } from "../../model/order.js";

interface Named {
  readonly path: string;
  /** set: `path` is a pattern */
  readonly rule?: unknown;
}

/** In bytes: the limit of Tetragon's maps and of the kernel's paths. */
const LONGEST_PATH = 4096;
const LONGEST_PREFIX = 255;

/** Values are text: they cannot hold a byte that is not UTF-8. */
const NO_TEXT = /[\p{Cs}\0]/u;
/** A useful prefix. `/` alone would match every path. */
const PREFIX = /^\/+[^/]/u;

export class Names {
  readonly #equal = new Set<string>();
  readonly #prefixes = new Set<string>();
  readonly #leftOut = new Set<string>();
  readonly #longest: number;

  /** @param longest the longest path, in bytes */
  constructor(entries: readonly Named[], longest = LONGEST_PATH) {
    this.#longest = longest;
    for (const entry of entries) this.#add(entry);
  }

  /** Adds a path, or the prefix before a pattern's first star. */
  #add({ path, rule }: Named): void {
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

  /** names that no value can express */
  get leftOut(): ReadonlySet<string> {
    return this.#leftOut;
  }
}
