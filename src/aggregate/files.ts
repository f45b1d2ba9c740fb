import type { FileEntry } from "../model/baseline.js";
import type { Fact } from "../model/fact.js";
import { sortedBy, sortedTexts } from "../model/order.js";
import { keyOf } from "./executables.js";
import type { GeneralisedPath } from "./generalise.js";
import { Tally } from "./tally.js";

interface OpenedFile {
  readonly tally: Tally;
  /** absolute names by which it was opened, its path not among them */
  openedAs: Set<string> | undefined;
}

/** Files that an image opened in one way: to read or to write. */
export class Files {
  readonly #byPath = new Map<string, OpenedFile>();

  /** `name` is the absolute name that was asked for; null where it is not known. */
  add(path: string, name: string | null, fact: Fact, run: number): void {
    const file = this.#byPath.get(path) ?? { tally: new Tally(), openedAs: undefined };
    this.#byPath.set(path, file);
    file.tally.add(fact, run);
    if (name !== null && name !== path) (file.openedAs ??= new Set()).add(name);
  }

  /** The paths as they were observed. */
  paths(): Iterable<string> {
    return this.#byPath.keys();
  }

  /**
   * By path.
   * @param nameOf turns the path of an executable into the one that the baseline lists
   */
  entries(
    generalise: (path: string) => GeneralisedPath,
    nameOf: (path: string) => string,
  ): FileEntry[] {
    const merged = new Map<string, { result: GeneralisedPath; tally: Tally; names: Set<string> }>();
    for (const [path, file] of this.#byPath) {
      const result = generalise(path);
      const key = keyOf(result);
      const known = merged.get(key) ?? { result, tally: new Tally(), names: new Set() };
      known.tally.absorb(file.tally);
      for (const name of file.openedAs ?? []) known.names.add(name);
      merged.set(key, known);
    }
    return sortedBy(merged, ([key]) => key).map(([, { result, tally, names }]) => {
      const others = sortedTexts(names).filter((name) => generalise(name).path !== result.path);
      return {
        ...result,
        ...(others.length === 0 ? {} : { openedAs: others }),
        ...tally.evidence(nameOf),
      };
    });
  }
}
