/** What a recording writes to its database: in transactions, each with the counts until then. */
import type { BlindSpotCount, Loss } from "../../model/recordings/recording.js";
import { failureOf } from "../../model/recordings/failures.js";
import type { RecordingWriter } from "../../store/index.js";

/** So that a recording that is killed says what it lacks. */
export interface Counts {
  readonly losses: () => readonly Loss[];
  readonly blindSpots: () => readonly BlindSpotCount[];
  /** grows when `blindSpots` changes */
  readonly blindSpotsMet: () => number;
}

export class Transactions {
  readonly #writer: RecordingWriter | null;
  readonly #counts: Counts;
  /** a transaction is open */
  #isOpen = false;
  /** how many were stored of each, -1: nothing was yet */
  #lossesStored = 0;
  #blindSpotsStored = -1;

  /** `writer` is null where nothing is stored. */
  constructor(writer: RecordingWriter | null, counts: Counts) {
    this.#writer = writer;
    this.#counts = counts;
  }

  /**
   * One transaction: of a drain, or of what was held back until an engine answered, which no
   * drain may follow.
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

  /** Stores what is not seen, where that changed. */
  storeBlindSpots(): void {
    const met = this.#counts.blindSpotsMet();
    if (met !== this.#blindSpotsStored) this.#writer?.updateBlindSpots(this.#counts.blindSpots());
    this.#blindSpotsStored = met;
  }

  /** The only way to a recording that is marked as finished. */
  finish(
    endedAt: bigint,
    { losses, blindSpots }: { losses: readonly Loss[]; blindSpots: readonly BlindSpotCount[] },
  ): void {
    this.#writer?.updateBlindSpots(blindSpots);
    this.#writer?.finish(endedAt, losses);
  }

  /** Leaves a recording unfinished that can't go on. */
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
