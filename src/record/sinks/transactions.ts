/** Writes to the database in transactions. Each one also stores the counts of losses so far. */
import type { BlindSpotCount, Loss } from "../../model/recordings/recording.js";
import { failureOf } from "../../model/recordings/failures.js";
import type { RecordingWriter } from "../../store/index.js";

/** What every transaction stores, so that a recording that is killed still says what it lacks. */
export interface Counts {
  readonly losses: () => readonly Loss[];
  readonly blindSpots: () => readonly BlindSpotCount[];
  /** grows when `blindSpots` changes */
  readonly blindSpotsMet: () => number;
}

export class Transactions {
  readonly #writer: RecordingWriter | null;
  readonly #counts: Counts;
  /** whether a transaction is open */
  #isOpen = false;
  /** how many of each were stored; -1 before the first time */
  #lossesStored = 0;
  #blindSpotsStored = -1;

  /** `writer` is null if nothing is stored. */
  constructor(writer: RecordingWriter | null, counts: Counts) {
    this.#writer = writer;
    this.#counts = counts;
  }

  /**
   * Runs `act` in a transaction. It is needed for a drain, and for events that were held back until
   * an engine answered, because no drain may follow those.
   */
  run<T>(act: () => T): T {
    if (this.#isOpen) return act();
    this.#isOpen = true;
    this.#writer?.begin();
    const result = act();
    this.#storeLosses();
    this.storeBlindSpots();
    this.#writer?.commit();
    this.#isOpen = false;
    return result;
  }

  /** Stores the blind spots, if there are new ones. */
  storeBlindSpots(): void {
    const met = this.#counts.blindSpotsMet();
    if (met !== this.#blindSpotsStored) this.#writer?.updateBlindSpots(this.#counts.blindSpots());
    this.#blindSpotsStored = met;
  }

  /** Marks the recording as finished. Nothing else does. */
  finish(
    endedAt: bigint,
    { losses, blindSpots }: { losses: readonly Loss[]; blindSpots: readonly BlindSpotCount[] },
  ): void {
    this.#writer?.updateBlindSpots(blindSpots);
    this.#writer?.finish(endedAt, losses);
  }

  /** Leaves the recording unfinished, with the reason. */
  abandon(error: unknown, losses: readonly Loss[]): void {
    this.#writer?.abandon(failureOf(error), losses);
  }

  #storeLosses(): void {
    const losses = this.#counts.losses();
    const sum = losses.reduce((total, { count }) => total + count, 0);
    if (sum !== this.#lossesStored) this.#writer?.updateLosses(losses);
    this.#lossesStored = sum;
  }
}
