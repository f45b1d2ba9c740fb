import type { Evidence } from "../../model/baseline/baseline.js";
import type { Fact } from "../../model/events/fact.js";
import { STAGES } from "../../model/baseline/evidence.js";
import { runSet } from "../../model/baseline/run-set.js";
import { stagesBetween, type Run } from "../run.js";
import { SmallSet } from "./small-set.js";

/** Converts executables' paths into the sorted names that the baseline lists. */
export type NamesOf = (programs: Iterable<string>) => string[];

/**
 * Collects evidence. Counts are added, sets are united, and times keep the earliest and the latest:
 * the order of the facts does not matter.
 */
export class Tally {
  #count = 0;
  #first: bigint | undefined;
  #last: bigint | undefined;
  #stages = 0;
  /** true: something other than a health check did it */
  #isOwn = false;
  readonly #runs = new SmallSet<number>();
  readonly #by = new SmallSet<string>();

  add(fact: Fact, run: Run): void {
    this.#include(fact.count, fact.first, fact.last);
    if (fact.actor.origin !== "health-check") {
      this.#isOwn = true;
      this.#stages |= stagesBetween(run, fact.first, fact.last);
    }
    this.#runs.add(run.number);
    this.#by.add(fact.actor.programs[0] ?? "");
  }

  /** Adds what another tally collected from other facts. */
  absorb(other: Tally): void {
    if (other.#first === undefined || other.#last === undefined) return;
    this.#include(other.#count, other.#first, other.#last);
    this.#stages |= other.#stages;
    this.#isOwn ||= other.#isOwn;
    for (const run of other.#runs.members()) this.#runs.add(run);
    for (const program of other.#by.members()) this.#by.add(program);
  }

  get count(): number {
    return this.#count;
  }

  /** Numbers of the runs in which it was seen. */
  runs(): Iterable<number> {
    return this.#runs.members();
  }

  evidence(namesOf: NamesOf): Evidence {
    return {
      count: this.#count,
      runs: runSet(this.#runs.members()),
      firstSeen: isoTime(this.#first ?? 0n),
      lastSeen: isoTime(this.#last ?? 0n),
      when: this.#isOwn
        ? STAGES.filter((_, index) => (this.#stages & (1 << index)) !== 0)
        : ["health-check"],
      by: namesOf(this.#by.members()),
    };
  }

  #include(count: number, first: bigint, last: bigint): void {
    this.#count += count;
    if (this.#first === undefined || first < this.#first) this.#first = first;
    if (this.#last === undefined || last > this.#last) this.#last = last;
  }
}

/** Nanoseconds since 1970 as RFC 3339, in UTC with milliseconds. */
export function isoTime(nanoseconds: bigint): string {
  return new Date(Number(nanoseconds / 1_000_000n)).toISOString();
}
