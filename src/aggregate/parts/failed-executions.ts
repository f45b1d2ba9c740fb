import type { FailedExecutionEntry } from "../../model/baseline/baseline.js";
import type { ExecFailed } from "../../model/events/events.js";
import type { Fact } from "../../model/events/fact.js";
import { errnoName } from "../../model/kernel/errno.js";
import type { GeneraliseAll } from "../patterns/generalise.js";
import type { Run } from "../run.js";
import { Collector, type Listing } from "./collector.js";
import { Gathered } from "./gathered.js";

/** Executions that the kernel refused, by errno. */
export class FailedExecutions {
  readonly #list = new Collector("refused.executables", (identity) => new Gathered(identity));

  add({ asked, ret }: ExecFailed, fact: Fact, run: Run): void {
    this.#list.add({ path: asked, error: errnoName(ret) }, fact, run);
  }

  entries(generaliseAll: GeneraliseAll, listing: Listing): FailedExecutionEntry[] {
    const paths = [...this.#list.gathered()].map(({ identity: { path = "" } }) => path);
    const generalise = generaliseAll(paths);
    return this.#list.entries(listing, {
      generalise: ({ path = "", error }) => ({ ...generalise(path), error }),
    });
  }
}
