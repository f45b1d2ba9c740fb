/** What ends a recording before somebody stops it: a failure, or the size limit of its database. */
import { SizeLimitReached } from "../model/recordings/failures.js";

/** Keeps the first reason to end. After it, nothing more is written. */
export class EarlyEnd {
  /** Rejects when recording can't go on, for example because the disk is full. */
  readonly failed: Promise<never>;
  /** Resolves when the database has reached its limit. */
  readonly full: Promise<void>;
  #first: { readonly error: unknown } | null = null;
  #reject: (error: unknown) => void = () => undefined;
  #resolve: () => void = () => undefined;

  constructor() {
    this.failed = new Promise<never>((_, reject) => (this.#reject = reject));
    this.failed.catch(() => undefined); // nobody has to wait for it
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
