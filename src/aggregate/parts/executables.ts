import type { ExecutableEntry, InterpretedFile } from "../../model/baseline/baseline.js";
import type { Exec, Storage } from "../../model/events/events.js";
import type { Fact } from "../../model/events/fact.js";
import { sortedBy, sortedTexts } from "../../model/order.js";
import { ArgumentVectors, cutWithoutSecrets, withoutSecrets } from "../patterns/arguments.js";
import { BOUNDS } from "../evidence/bounds.js";
import type { GeneralisedPath } from "../patterns/generalise.js";
import { FirstNames } from "../evidence/first-names.js";
import { FirstTexts } from "../evidence/first-texts.js";
import type { PartLimits } from "../evidence/list-limits.js";
import type { Run } from "../run.js";
import { Tally, type NamesOf } from "../evidence/tally.js";

class Executable {
  readonly tally = new Tally();
  readonly storage = new Set<Storage>();
  readonly invokedAs = new FirstNames();
  readonly vectors = new ArgumentVectors();
  readonly scripts = new Set<Storage>();
  elevated = false;

  absorb(other: Executable): void {
    this.tally.absorb(other.tally);
    this.vectors.absorb(other.vectors);
    for (const storage of other.storage) this.storage.add(storage);
    this.invokedAs.absorb(other.invokedAs);
    for (const storage of other.scripts) this.scripts.add(storage);
    this.elevated ||= other.elevated;
  }
}

/** The programs an image ran. */
export class Executables {
  readonly #byPath = new FirstTexts<Executable>(BOUNDS.programs);

  add(exec: Exec, fact: Fact, run: Run): void {
    const executable = this.#byPath.get(exec.path, fact.count, () => new Executable());
    if (executable === undefined) return;
    executable.tally.add(fact, run);
    executable.storage.add(exec.storage);
    executable.invokedAs.add(exec.asked);
    if (exec.script !== undefined) executable.scripts.add(exec.script);
    executable.elevated ||= exec.elevated === true;
    if (exec.beforeRecording === true) return;
    const vectorOf = exec.argvTruncated === true ? cutWithoutSecrets : withoutSecrets;
    executable.vectors.add(vectorOf(exec.argv));
  }

  /** The paths as they were observed. */
  paths(): Iterable<string> {
    return this.#byPath.kept().keys();
  }

  /**
   * By path. A name that is the path of an executable of a pattern is not listed again.
   * @param interpreted see `Interpreters`
   */
  entries(
    generalise: (path: string) => GeneralisedPath,
    interpreted: ReadonlyMap<string, readonly InterpretedFile[]>,
    namesOf: NamesOf,
    limits: PartLimits,
  ): ExecutableEntry[] {
    const merged = new Map<string, { result: GeneralisedPath; executable: Executable }>();
    for (const [path, executable] of this.#byPath.kept()) {
      const result = generalise(path);
      const key = keyOf(result);
      const known = merged.get(key) ?? { result, executable: new Executable() };
      known.executable.absorb(executable);
      merged.set(key, known);
    }
    const entries = sortedBy(merged, ([key]) => key).map(([key, { result, executable }]) => {
      const names = executable.invokedAs
        .sorted()
        .filter((name) => result.rule === undefined || generalise(name).path !== result.path);
      return {
        ...result,
        storage: sortedTexts(executable.storage) as Storage[],
        invokedAs: limits.names(names),
        arguments: executable.vectors.list(),
        ...whatElse(executable, interpreted.get(key) ?? []),
        ...executable.tally.evidence(namesOf),
      };
    });
    return limits.entries(entries, this.#byPath.dropped, ({ path }) => path);
  }
}

/** What most programs are not. */
function whatElse(
  { scripts, elevated }: Executable,
  interprets: readonly InterpretedFile[],
): Pick<ExecutableEntry, "scripts" | "elevated" | "interprets"> {
  return {
    ...(scripts.size === 0 ? {} : { scripts: sortedTexts(scripts) as Storage[] }),
    ...(elevated ? { elevated } : {}),
    ...(interprets.length === 0 ? {} : { interprets }),
  };
}

/** Tells a pattern from a literal path that reads the same, and sorts by path. */
export function keyOf({ path, rule }: GeneralisedPath): string {
  return `${path}\0${rule ?? ""}`;
}
