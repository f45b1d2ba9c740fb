import type { FileEntry } from "../model/baseline.js";
import type { Fact } from "../model/fact.js";
import { sortedBy } from "../model/order.js";
import { keyOf } from "./executables.js";
import type { GeneralisedPath } from "./generalise.js";
import { FirstNames, FirstTexts, type ListLimits } from "./limits.js";
import { Tally, type NamesOf } from "./tally.js";

interface OpenedFile {
  readonly tally: Tally;
  /** absolute names by which it was opened, its path not among them */
  openedAs: FirstNames | undefined;
}

/** Files that an image opened in one way: to read or to write. */
export class Files {
  readonly #byPath = new FirstTexts<OpenedFile>();

  /** `name` is the absolute name that was asked for; null where it is not known. */
  add(path: string, name: string | null, fact: Fact, run: number): void {
    const file = this.#byPath.get(path, () => ({ tally: new Tally(), openedAs: undefined }));
    file.tally.add(fact, run);
    if (name !== null && name !== path) (file.openedAs ??= new FirstNames()).add(name);
  }

  /** The paths as they were observed. */
  paths(): Iterable<string> {
    return this.#byPath.kept().keys();
  }

  /** By path. */
  entries(
    generalise: (path: string) => GeneralisedPath,
    namesOf: NamesOf,
    limits: ListLimits,
  ): FileEntry[] {
    limits.count(this.#byPath.dropped);
    const merged = new Map<string, { result: GeneralisedPath; tally: Tally; names: FirstNames }>();
    for (const [path, file] of this.#byPath.kept()) {
      const result = generalise(path);
      const key = keyOf(result);
      const known = merged.get(key) ?? { result, tally: new Tally(), names: new FirstNames() };
      known.tally.absorb(file.tally);
      if (file.openedAs !== undefined) known.names.absorb(file.openedAs);
      merged.set(key, known);
    }
    const entries = sortedBy(merged, ([key]) => key).map(([, { result, tally, names }]) => {
      const others = limits.names(
        names.sorted().filter((name) => generalise(name).path !== result.path),
      );
      return {
        ...result,
        ...(others.length === 0 ? {} : { openedAs: others }),
        ...tally.evidence(namesOf),
      };
    });
    return limits.entries(entries);
  }
}
