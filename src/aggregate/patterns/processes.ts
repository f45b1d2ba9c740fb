import type { Actor } from "../../model/events/events.js";
import { FirstTexts } from "../evidence/first-texts.js";
import type { Run } from "../run.js";
import { SmallSet } from "../evidence/small-set.js";

class Process {
  readonly tally = { count: 0 };
  /** its ids in the container's pid namespace. The host's ids may be reused */
  readonly own = new SmallSet<number>();
  readonly parents = new SmallSet<string>();
}

/** A container can start any number of processes. */
const BOUNDS = { entries: 100_000 };
const MOST_ANCESTORS = 32;

/** The processes of all runs, and their parents. */
export class Processes {
  readonly #known = new FirstTexts<Process>(BOUNDS);

  static key({ pid }: Pick<Actor, "pid">, { number }: Pick<Run, "number">): string {
    return `${String(number)} ${String(pid)}`;
  }

  add({ pid, ppid, containerPid }: Actor, run: Run, count: number): void {
    const process = this.#known.get(Processes.key({ pid }, run), count, () => new Process());
    if (process === undefined) return;
    process.tally.count += count;
    if (typeof containerPid === "number" && containerPid > 0) process.own.add(containerPid);
    process.parents.add(Processes.key({ pid: ppid }, run));
  }

  /** The ids of these processes and of all their ancestors, in decimal. */
  numbersOf(keys: Iterable<string>): ReadonlySet<string> {
    const numbers = new Set<string>();
    let generation = new Set(keys);
    const seen = new Set<string>();
    for (let depth = 0; depth < MOST_ANCESTORS && generation.size > 0; depth += 1) {
      const parents = new Set<string>();
      for (const key of generation) {
        if (seen.has(key)) continue;
        seen.add(key);
        const process = this.#known.kept().get(key);
        for (const own of process?.own.members() ?? []) numbers.add(String(own));
        for (const parent of process?.parents.members() ?? []) parents.add(parent);
      }
      generation = parents;
    }
    return numbers;
  }
}
