import type { OtherOpenEntry } from "../../model/baseline/baseline.js";
import type { Open } from "../../model/events/events.js";
import type { Fact } from "../../model/events/fact.js";
import type { Generalise, GeneraliseAll } from "../patterns/generalise.js";
import { patternIndex } from "../patterns/pattern-index.js";
import type { Run } from "../run.js";
import { Collector, type Listing } from "./collector.js";
import type { OtherOpen } from "./file-subjects.js";
import { Gathered } from "./gathered.js";

/** An open with O_PATH only gives access to metadata. Falco takes it for a read. */
const ACCESS: Readonly<Record<Open["access"], OtherOpenEntry["access"]>> = {
  read: ["read"],
  path: ["read"],
  write: ["write"],
  "read-write": ["read", "write"],
};

/** Pipes, sockets, directories and files in memory that an image opened by name. */
export class OtherOpens {
  readonly #list = new Collector("otherOpens", (identity) => new Gathered(identity));
  /** the patterns of names; set in the second pass */
  #generalise: Generalise | null = null;

  add({ name, type }: OtherOpen, access: Open["access"], fact: Fact, run: Run): void {
    this.#list.add({ path: name, types: [type], access: ACCESS[access] }, fact, run);
  }

  get dropped(): number {
    return this.#list.dropped;
  }

  /** See `Collector`. False: there are no patterns, so the second pass would be in vain. */
  lookAgain(generaliseAll: GeneraliseAll): boolean {
    const names = this.#names();
    const generalise = generaliseAll(names);
    const fits = patternIndex(names.map(generalise));
    this.#generalise = generalise;
    const special = { generalise: ({ path = "" }) => generalise(path) };
    this.#list.lookAgain(special, ({ path = "" }) => fits?.(path) ?? null);
    return fits !== null;
  }

  entries(generaliseAll: GeneraliseAll, listing: Listing): OtherOpenEntry[] {
    const generalise = this.#generalise ?? generaliseAll(this.#names());
    return this.#list.entries(listing, { generalise: ({ path = "" }) => generalise(path) });
  }

  /** The observed names. */
  #names(): string[] {
    return [...this.#list.gathered()].map(({ identity: { path = "" } }) => path);
  }
}
