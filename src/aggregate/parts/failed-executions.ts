import type { Baseline } from "../../model/baseline/baseline.js";
import { errnoName } from "../../model/kernel/errno.js";
import type { ExecFailed } from "../../model/events/events.js";
import type { Fact } from "../../model/events/fact.js";
import { sortedBy } from "../../model/order.js";
import { BOUNDS } from "../evidence/bounds.js";
import type { GeneralisedPath } from "../patterns/generalise.js";
import { FirstTexts } from "../evidence/first-texts.js";
import type { PartLimits } from "../evidence/list-limits.js";
import type { Run } from "../run.js";
import { Tally, type NamesOf } from "../evidence/tally.js";

type FailedEntry = Baseline["refused"]["executables"][number];

interface Failed {
  readonly path: string;
  readonly error: string;
  readonly tally: Tally;
}

/** Executions that the kernel refused, per errno. */
export class FailedExecutions {
  readonly #byPath = new FirstTexts<Failed>(BOUNDS.failedExecutions);

  add({ asked, ret }: ExecFailed, fact: Fact, run: Run): void {
    const error = errnoName(ret);
    const make = (): Failed => ({ path: asked, error, tally: new Tally() });
    this.#byPath.get(`${asked}\0${error}`, fact.count, make)?.tally.add(fact, run);
  }

  /** By path, then error. */
  entries(
    generaliseAll: (paths: Iterable<string>) => (path: string) => GeneralisedPath,
    namesOf: NamesOf,
    limits: PartLimits,
  ): FailedEntry[] {
    const failed = [...this.#byPath.kept().values()];
    const generalise = generaliseAll(failed.map(({ path }) => path));
    const merged = new Map<string, Omit<Failed, "path"> & { result: GeneralisedPath }>();
    for (const { path, error, tally } of failed) {
      const result = generalise(path);
      const key = `${result.path}\0${result.rule ?? ""}\0${error}`;
      const known = merged.get(key) ?? { result, error, tally: new Tally() };
      known.tally.absorb(tally);
      merged.set(key, known);
    }
    const entries = sortedBy(merged, ([key]) => key).map(([, { result, error, tally }]) => ({
      ...result,
      error,
      ...tally.evidence(namesOf),
    }));
    return limits.entries(entries, this.#byPath.dropped, ({ path }) => path);
  }
}
