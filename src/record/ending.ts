/** What ends a recording before it is stopped: a failure, or the limit of its database. */
import { SizeLimitReached } from "../model/recordings/failures.js";

/** From the first on nothing is written any longer. */
export class Ending {
  /** Rejects when recording can't go on, for example because the disk is full. */
  readonly failed: Promise<never>;
  /** Resolves when the database has reached its limit. */
  readonly full: Promise<void>;
  #first: { readonly error: unknown } | null = null;
  #reject: (error: unknown) => void = () => undefined;
  #resolve: () => void = () => undefined;

  constructor() {
    this.failed = new Promise<never>((_, reject) => (this.#reject = reject));
    this.failed.catch(() => undefined); // whoever waits for it hears of it; nobody has to
    this.full = new Promise<void>((resolve) => (this.#resolve = resolve));
  }

  get isFull(): boolean {
    return this.#first?.error instanceof SizeLimitReached;
  }

  get isEnded(): boolean {
    return this.#first !== null;
  }

  /** The first error counts. */
  note(error: unknown): void {
    if (this.#first !== null) return;
    this.#first = { error };
    if (this.isFull) this.#resolve();
    else this.#reject(error);
  }

  /** @throws what ended the recording */
  check(): void {
    if (this.#first !== null) throw this.#first.error;
  }
}
