import type { Evidence } from "../../model/baseline/baseline.js";
import type { Fact } from "../../model/events/fact.js";
import { STAGES } from "../../model/baseline/evidence.js";
import { runSet } from "../../model/baseline/run-set.js";
import { stagesBetween, type Run } from "../run.js";
import { SmallSet } from "./small-set.js";

/** Turns the paths of executables into the names that the baseline lists, sorted. */
export type NamesOf = (programs: Iterable<string>) => string[];

/**
 * Evidence while it is gathered. Counts add, sets unite, times take the earliest and
 * the latest: the order of the facts can't matter.
 */
export class Tally {
  #count = 0;
  #first: bigint | undefined;
  #last: bigint | undefined;
  #stages = 0;
  /** something else than a health check did it */
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

  /** Adds what another tally gathered about other facts. */
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

  /** Places of the runs in which it was seen. */
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

/** RFC 3339 in UTC with milliseconds, from nanoseconds since 1970. */
export function isoTime(nanoseconds: bigint): string {
  return new Date(Number(nanoseconds / 1_000_000n)).toISOString();
}
