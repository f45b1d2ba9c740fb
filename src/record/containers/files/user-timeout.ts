/**
 * How long cxray reads what a user other than root left. Whoever has many containers, or
 * makes it look like it, must not keep the recording of everybody else's waiting.
 */

/** Milliseconds at once, and for each second that passes. */
const AT_ONCE = 1_000;
const PER_SECOND = 100;

/** Time that is used up by work and comes back slowly. `now`: milliseconds of a steady clock. */
export class TimeBudget {
  readonly #now: () => number;
  #left = AT_ONCE;
  #since: number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#since = now();
  }

  /** Does the work and gives its result; undefined when there is no time left for it. */
  spend<T>(work: () => T): T | undefined {
    const begin = this.#now();
    this.#left = Math.min(AT_ONCE, this.#left + ((begin - this.#since) * PER_SECOND) / 1_000);
    this.#since = begin;
    if (this.#left <= 0) return undefined;
    try {
      return work();
    } finally {
      this.#left -= this.#now() - begin;
    }
  }
}

const users = new Map<number, TimeBudget>();

/** The one that is shared by all that is read of a user. */
export function timeBudgetOf(uid: number): TimeBudget {
  const known = users.get(uid) ?? new TimeBudget();
  users.set(uid, known);
  return known;
}
