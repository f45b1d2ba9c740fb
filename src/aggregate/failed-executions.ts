import type { Baseline } from "../model/baseline.js";
import { errnoName } from "../model/errno.js";
import type { ExecFailed } from "../model/events.js";
import type { Fact } from "../model/fact.js";
import { sortedBy } from "../model/order.js";
import { Files } from "./files.js";
import type { GeneralisedPath } from "./generalise.js";

type FailedEntry = Baseline["refused"]["executables"][number];

/** Executions that the kernel refused, per errno. */
export class FailedExecutions {
  readonly #byError = new Map<string, Files>();

  add({ asked, ret }: ExecFailed, fact: Fact, run: number): void {
    const error = errnoName(ret);
    const files = this.#byError.get(error) ?? new Files();
    this.#byError.set(error, files);
    files.add(asked, null, fact, run);
  }

  /** By path, then error. */
  entries(
    generaliseAll: (paths: Iterable<string>) => (path: string) => GeneralisedPath,
    nameOf: (path: string) => string,
  ): FailedEntry[] {
    const entries = [...this.#byError].flatMap(([error, files]) =>
      files.entries(generaliseAll(files.paths()), nameOf).map(({ path, rule, ...evidence }) => ({
        path,
        ...(rule === undefined ? {} : { rule }),
        error,
        ...evidence,
      })),
    );
    return sortedBy(entries, ({ path, rule, error }) => `${path}\0${rule ?? ""}\0${error}`);
  }
}
