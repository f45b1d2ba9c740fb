import type { FileEntry } from "../../model/baseline/baseline.js";
import type { Content, Open, Storage, Written } from "../../model/events/events.js";
import type { Fact } from "../../model/events/fact.js";
import { onlyAppends } from "../../model/events/open-flags.js";
import { sortedBy, sortedTexts } from "../../model/order.js";
import { askedNames } from "./asked-names.js";
import { BOUNDS } from "../evidence/bounds.js";
import { keyOf } from "./executables.js";
import type { Generalise, GeneralisedPath } from "../patterns/generalise.js";
import type { Fits } from "../patterns/pattern-index.js";
import { FirstNames } from "../evidence/first-names.js";
import { FirstTexts } from "../evidence/first-texts.js";
import type { PartLimits } from "../evidence/list-limits.js";
import type { Run } from "../run.js";
import { SmallSet } from "../evidence/small-set.js";
import { Tally, type NamesOf } from "../evidence/tally.js";

/** What was seen of a file besides how often; few files have more than one of each. */
class Seen {
  readonly opens = new Tally();
  closes: Tally | undefined;
  readonly storage = new SmallSet<Storage>();
  /** absolute names by which it was opened, its path not among them; see `askedNames` */
  openedAs: FirstNames | undefined;
  readonly contents = new SmallSet<Content>();
  executable = false;
  /** an open that could write elsewhere than at the end */
  overwrites = false;

  /** Evidence of a file that was not opened while recording is that it was closed. */
  get support(): Tally {
    return this.opens.count > 0 ? this.opens : (this.closes ?? this.opens);
  }

  /** All events, for the bounds. */
  get tally(): { count: number } {
    return { count: this.opens.count + (this.closes?.count ?? 0) };
  }

  /** `openedAs` in place of the other's own. */
  absorb(other: Seen, openedAs: FirstNames | undefined): void {
    this.opens.absorb(other.support);
    for (const storage of other.storage.members()) this.storage.add(storage);
    if (openedAs !== undefined) (this.openedAs ??= new FirstNames()).absorb(openedAs);
    for (const content of other.contents.members()) this.contents.add(content);
    this.executable ||= other.executable;
    this.overwrites ||= other.overwrites || other.opens.count === 0;
  }
}

interface Merged {
  readonly result: GeneralisedPath;
  readonly file: Seen;
}

/** Files that an image opened in one way: to read or to write. */
export class Files {
  readonly #byPath = new FirstTexts<Seen>(BOUNDS.files);
  /** by `keyOf`, when all comes a second time */
  #merged: Map<string, Merged> | null = null;
  #fits: Fits = () => null;
  #covered = 0;

  addOpen(path: string, open: Open, fact: Fact, run: Run): void {
    const { name, storage } = open;
    const file = this.#at(path, fact);
    if (file === undefined) return;
    file.opens.add(fact, run);
    file.storage.add(storage);
    file.overwrites ||= !onlyAppends(open);
    if (this.#merged !== null) return; // the names of those that were kept are enough
    if (name !== null && name !== path) (file.openedAs ??= new FirstNames()).add(name);
  }

  /** What was in it when it was closed. It may have been opened before recording began. */
  addWritten(path: string, written: Written, fact: Fact, run: Run): void {
    const file = this.#at(path, fact);
    if (file === undefined) return;
    (file.closes ??= new Tally()).add(fact, run);
    file.storage.add(written.storage);
    file.contents.add(written.content);
    file.executable ||= written.executable;
  }

  /** How many events were dropped, of files that no pattern stands for. */
  get dropped(): number {
    return this.#byPath.dropped - this.#covered;
  }

  /**
   * From here on everything comes a second time: what was dropped may fit a pattern that was made
   * of what was kept. It belongs to that then, and nothing is left out.
   */
  lookAgain(generalise: Generalise, fits: Fits): void {
    this.#merged = this.#merge(generalise);
    this.#fits = fits;
  }

  #at(path: string, { count }: Fact): Seen | undefined {
    if (this.#merged === null) return this.#byPath.get(path, count, () => new Seen());
    const result = this.#byPath.kept().has(path) ? null : this.#fits(path);
    if (result === null) return undefined;
    this.#covered += count;
    const known = this.#merged.get(keyOf(result)) ?? { result, file: new Seen() };
    this.#merged.set(keyOf(result), known);
    return known.file;
  }

  /** The paths as they were observed. */
  paths(): Iterable<string> {
    return this.#byPath.kept().keys();
  }

  /** By path. `ordinary` is where files are expected to lie, so that it is not told. */
  entries(
    generalise: Generalise,
    namesOf: NamesOf,
    limits: PartLimits,
    ordinary?: Storage,
  ): FileEntry[] {
    const merged = this.#merged ?? this.#merge(generalise);
    const entries = sortedBy(merged, ([key]) => key).map(([, { result, file }]): FileEntry => {
      const others = limits.names(file.openedAs?.sorted() ?? []);
      const storage = sortedTexts(file.storage.members()) as Storage[];
      const contents = sortedTexts(file.contents.members()) as Content[];
      return {
        ...result,
        ...(others.length === 0 ? {} : { openedAs: others }),
        ...(storage.every((each) => each === ordinary) ? {} : { storage }),
        ...(contents.length === 0 ? {} : { contents }),
        ...(file.executable ? { executable: true } : {}),
        ...(contents.includes("unknown") && !file.overwrites ? { appended: true } : {}),
        ...file.support.evidence(namesOf),
      };
    });
    return limits.entries(entries, this.dropped, ({ path }) => path);
  }

  #merge(generalise: Generalise): Map<string, Merged> {
    const merged = new Map<string, Merged>();
    for (const [path, file] of this.#byPath.kept()) {
      const result = generalise(path);
      const key = keyOf(result);
      const known = merged.get(key) ?? { result, file: new Seen() };
      known.file.absorb(file, file.openedAs && askedNames(file.openedAs, path, generalise));
      merged.set(key, known);
    }
    return merged;
  }
}
