/**
 * Limits how long cxray reads the files of a user other than root. A user who has many containers,
 * or pretends to, must not delay the recording of everybody else's.
 */

/** Milliseconds that can be spent at once. */
const MOST_LEFT = 1_000;
/** Milliseconds that are given back in each second. */
const REFILL_PER_SECOND = 100;

/** A token bucket of milliseconds. `now`: milliseconds of a monotonic clock. */
export class TimeBudget {
  readonly #now: () => number;
  #left = MOST_LEFT;
  #since: number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#since = now();
  }

  /** Does the work and returns its result; undefined, without doing it, if no time is left. */
  spend<T>(work: () => T): T | undefined {
    const begin = this.#now();
    const refill = ((begin - this.#since) * REFILL_PER_SECOND) / 1_000;
    this.#left = Math.min(MOST_LEFT, this.#left + refill);
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

/** The budget for all files of a user. */
export function timeBudgetOf(uid: number): TimeBudget {
  const known = users.get(uid) ?? new TimeBudget();
  users.set(uid, known);
  return known;
}
