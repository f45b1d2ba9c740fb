import type { Lists } from "../../model/baseline/lists.js";
import type { Change, Exec, ExecFailed, Open, Written } from "../../model/events/events.js";
import type { Fact } from "../../model/events/fact.js";
import { renamesWithin } from "../patterns/renamed-names.js";
import { Changes } from "./changes.js";
import type { Listing } from "./collector.js";
import { Executables } from "./executables.js";
import { FailedExecutions } from "./failed-executions.js";
import { changedPaths, openedSubject, writtenPath, type Missing } from "./file-subjects.js";
import { Files } from "./files.js";
import { generaliseArgument } from "../patterns/argument-names.js";
import type { Generalise, GeneraliseAll, GeneralisedPath } from "../patterns/generalise.js";
import { Interpreters } from "./interpreters.js";
import { OtherOpens } from "./other-opens.js";
import { patternIndex } from "../patterns/pattern-index.js";
import type { Run } from "../run.js";
import type { Tables } from "../tables/tables.js";

type FilePart =
  "executables" | "filesRead" | "filesWritten" | "otherOpens" | "changes" | "refused.executables";

interface Generalisers {
  /** for the paths of `executablePaths` */
  readonly generaliseExecutable: Generalise;
  readonly generalisePrograms: GeneraliseAll;
  readonly generaliseFiles: GeneraliseAll;
  /** ids of the containers and the image: whole, and the first 12 digits */
  readonly ids: ReadonlySet<string>;
}

/** An image's file activity: programs it ran, files it read, wrote and changed. */
export class FileActivity {
  readonly #failedExecutions = new FailedExecutions();
  readonly #executables: Executables;
  readonly #interpreters: Interpreters;
  readonly #read = new Files("filesRead");
  readonly #written = new Files("filesWritten");
  readonly #otherOpens = new OtherOpens();
  readonly #changes: Changes;
  #known: { generalise: Generalise; paths: ReadonlySet<string> } | null = null;
  readonly #missing = { truncated: 0, unresolved: 0 };

  constructor({ secrets, interpreters }: Tables) {
    this.#executables = new Executables(secrets);
    this.#interpreters = new Interpreters(interpreters);
    this.#changes = new Changes(secrets);
  }

  addExec(exec: Exec, fact: Fact, run: Run): void {
    this.#executables.add(exec, fact, run);
    this.#interpreters.addExec(exec, fact, run);
  }

  addExecFailed(failed: ExecFailed, fact: Fact, run: Run): void {
    this.#failedExecutions.add(failed, fact, run);
  }

  addOpen(open: Open, fact: Fact, run: Run): void {
    const found = openedSubject(open, run.architecture);
    if ("missing" in found) {
      this.#count(found.missing, fact);
      return;
    }
    if ("other" in found) {
      this.#otherOpens.add(found.other, open.access, fact, run);
      return;
    }
    const { path } = found;
    if (open.access !== "write") this.#read.addOpen(path, open, fact, run);
    if (this.#known === null && (open.access === "read" || open.access === "read-write")) {
      this.#interpreters.addRead(path, open, fact, run);
    }
    if (open.access === "write" || open.access === "read-write") {
      this.#written.addOpen(path, open, fact, run);
    }
  }

  addWritten(written: Written, fact: Fact, run: Run): void {
    const found = writtenPath(written);
    if ("missing" in found) this.#count(found.missing, fact);
    else this.#written.addWritten(found.path, written, fact, run);
  }

  addChange(change: Change, fact: Fact, run: Run): void {
    const found = changedPaths(change);
    if ("missing" in found) this.#count(found.missing, fact);
    else this.#changes.add(change, found.subject, fact, run);
  }

  /** The number of events whose path is truncated or unknown. */
  get missing(): { readonly truncated: number; readonly unresolved: number } {
    return this.#missing;
  }

  /** The observed paths of executables. */
  executablePaths(): Iterable<string> {
    return this.#executables.paths();
  }

  /** True: files were dropped that may match patterns. */
  get isCut(): boolean {
    return [this.#read, this.#written, this.#otherOpens, this.#changes].some(
      ({ dropped }) => dropped > 0,
    );
  }

  /**
   * Begins the second pass over opens, changes and writes. False: there are no patterns, so it
   * would be in vain.
   */
  lookAgain(generaliseFiles: GeneraliseAll): boolean {
    const { generalise, paths } = this.#generaliser(generaliseFiles);
    const index = patternIndex([...paths].map(generalise));
    const hasOthers = this.#otherOpens.lookAgain(generaliseFiles);
    const fits = index ?? (() => null);
    this.#read.lookAgain(generalise, fits);
    this.#written.lookAgain(generalise, fits);
    this.#changes.lookAgain(generalise, (path) =>
      paths.has(path) ? generalise(path) : fits(path),
    );
    return index !== null || hasOthers;
  }

  /** All paths together: what is learnt from written names also applies where they are removed. */
  #generaliser(generaliseFiles: GeneraliseAll): {
    generalise: Generalise;
    paths: ReadonlySet<string>;
  } {
    if (this.#known === null) {
      const all = [...this.#read.paths(), ...this.#written.paths(), ...this.#changes.paths()];
      const paths = new Set(all);
      const generalise = generaliseFiles(paths, renamesWithin(this.#changes.renames()));
      this.#known = { generalise, paths };
    }
    return this.#known;
  }

  lists(generalise: Generalisers, listing: Listing): Pick<Lists, FilePart> {
    const { generaliseExecutable, generalisePrograms, generaliseFiles, ids } = generalise;
    const interpreted = this.#interpreters.interpreted(
      generaliseExecutable,
      generalisePrograms,
      listing.limits.of("executables"),
    );
    const { generalise: generaliseFile, paths } = this.#generaliser(generaliseFiles);
    const fits = patternIndex([...paths].map(generaliseFile)) ?? (() => null);
    const patternOf = (path: string): GeneralisedPath | null =>
      paths.has(path) ? generaliseFile(path) : fits(path);
    return {
      executables: this.#executables.entries(
        generaliseExecutable,
        interpreted,
        listing,
        (argument) => generaliseArgument(argument, { patternOf, ids }),
      ),
      filesRead: this.#read.entries(generaliseFile, listing),
      filesWritten: this.#written.entries(generaliseFile, listing),
      otherOpens: this.#otherOpens.entries(generaliseFiles, listing),
      changes: this.#changes.entries(generaliseFile, listing),
      "refused.executables": this.#failedExecutions.entries(generalisePrograms, listing),
    };
  }

  #count(missing: Missing, { count }: Fact): void {
    // not in the second pass
    if (missing !== null && this.#known === null) this.#missing[missing] += count;
  }
}
