import type { FileEntry } from "../../model/baseline/baseline.js";
import type { Open, Written } from "../../model/events/events.js";
import type { Fact } from "../../model/events/fact.js";
import { onlyAppends } from "../../model/events/open-flags.js";
import type { Generalise } from "../patterns/generalise.js";
import type { Fits } from "../patterns/pattern-index.js";
import type { Run } from "../run.js";
import { askedNames } from "./asked-names.js";
import { Collector, type Listing, type Special } from "./collector.js";
import { Gathered } from "./gathered.js";

type FilePart = "filesRead" | "filesWritten";

/** Marks a file that an open could have written to elsewhere than at its end. */
const OVERWRITES = "overwrites";

/** Files that an image opened for one purpose: to read or to write. */
export class Files {
  readonly #list: Collector<FilePart>;

  constructor(part: FilePart) {
    this.#list = new Collector(part, (identity) => new Gathered(identity));
  }

  addOpen(path: string, open: Open, fact: Fact, run: Run): void {
    const { name, storage } = open;
    // the names of kept entries are already known in the second pass
    const isOther = name !== null && name !== path && !this.#list.isSecondLook;
    const openedAs = isOther ? [name] : undefined;
    const file = this.#list.add({ path, storage: [storage], openedAs }, fact, run);
    if (!onlyAppends(open)) file?.mark(OVERWRITES);
  }

  /**
   * Adds the content of a file when it was closed. It may have been opened before the recording
   * started.
   */
  addWritten(path: string, { storage, content, executable }: Written, fact: Fact, run: Run): void {
    const written = {
      path,
      storage: [storage],
      contents: [content],
      executable: executable ? (true as const) : undefined,
    };
    this.#list.addHint(written, fact, run);
  }

  /** The number of dropped events of files that match no pattern. */
  get dropped(): number {
    return this.#list.dropped;
  }

  /**
   * See `Collector`. A match with a pattern from another list's files becomes an entry of this list
   * too.
   */
  lookAgain(generalise: Generalise, fits: Fits): void {
    this.#list.lookAgain(special(generalise), ({ path = "" }) => fits(path), true);
  }

  /** The observed paths. */
  *paths(): Iterable<string> {
    for (const { identity } of this.#list.gathered()) yield identity.path ?? "";
  }

  entries(generalise: Generalise, listing: Listing): FileEntry[] {
    return this.#list.entries(listing, special(generalise));
  }
}

function special(generalise: Generalise): Special<FilePart, Gathered<FilePart>> {
  return {
    generalise: ({ path = "" }) => generalise(path),
    settle: (file) => {
      const { path = "" } = file.identity;
      file.replaceTexts("openedAs", askedNames(file.texts("openedAs"), path, generalise));
      // a file opened before the recording: how it was opened is unknown
      if (file.events.count === 0) file.mark(OVERWRITES);
    },
    more: (file) => {
      const isUnknown = file.texts("contents").includes("unknown");
      return { appended: isUnknown && !file.isMarked(OVERWRITES) ? true : undefined };
    },
  };
}
