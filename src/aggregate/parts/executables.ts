import type {
  ArgumentText,
  ExecutableEntry,
  InterpretedFile,
} from "../../model/baseline/baseline.js";
import { keyOf } from "../../model/baseline/same-entry.js";
import type { Exec } from "../../model/events/events.js";
import type { Fact } from "../../model/events/fact.js";
import { ArgumentVectors, cutWithoutSecrets, withoutSecrets } from "../patterns/arguments.js";
import type { Generalise } from "../patterns/generalise.js";
import type { Run } from "../run.js";
import type { SecretTables } from "../secrets/secret-tables.js";
import { Collector, type Listing } from "./collector.js";
import { Gathered } from "./gathered.js";

class Executable extends Gathered<"executables"> {
  readonly vectors = new ArgumentVectors();

  override absorb(other: this): void {
    super.absorb(other);
    this.vectors.absorb(other.vectors);
  }
}

/** The programs that an image ran. */
export class Executables {
  readonly #list = new Collector("executables", (identity) => new Executable(identity));

  readonly #secrets: SecretTables;

  constructor(secrets: SecretTables) {
    this.#secrets = secrets;
  }

  add(exec: Exec, fact: Fact, run: Run): void {
    const { path, storage, asked, script } = exec;
    const about = {
      path,
      storage: [storage],
      invokedAs: [asked],
      scripts: script === undefined ? undefined : [script],
      elevated: exec.elevated,
    };
    const executable = this.#list.add(about, fact, run);
    if (executable === undefined || exec.beforeRecording === true) return;
    const vectorOf = exec.argvTruncated === true ? cutWithoutSecrets : withoutSecrets;
    executable.vectors.add(vectorOf(exec.argv, this.#secrets));
  }

  /** The observed paths. */
  *paths(): Iterable<string> {
    for (const { identity } of this.#list.gathered()) yield identity.path ?? "";
  }

  /**
   * Leaves out a name that is the path of another executable of the same pattern.
   * @param interpreted see `Interpreters`
   * @param generaliseText for arguments
   */
  entries(
    generalise: Generalise,
    interpreted: ReadonlyMap<string, readonly InterpretedFile[]>,
    listing: Listing,
    generaliseText: (argument: string) => ArgumentText,
  ): ExecutableEntry[] {
    return this.#list.entries(listing, {
      generalise: ({ path = "" }) => generalise(path),
      more: (executable, names) => {
        const { identity, vectors } = executable;
        const { path, rule } = identity;
        const invokedAs = executable
          .texts("invokedAs")
          .filter((name) => rule === undefined || generalise(name).path !== path);
        return {
          invokedAs: names(invokedAs),
          arguments: vectors.list(generaliseText),
          interprets: interpreted.get(keyOf("executables", identity)),
        };
      },
    });
  }
}
