/** Notices if the file of the log is removed, replaced or cut. */
import { fstatSync, lstatSync } from "node:fs";
import { CxrayError } from "../../model/errors.js";

export class LogWatch {
  readonly #path: string;
  readonly #fd: number;
  /** bytes that the file must have at least */
  #size: number;

  constructor(path: string, fd: number) {
    this.#path = path;
    this.#fd = fd;
    this.#size = fstatSync(fd).size;
  }

  /** Notes that `bytes` were appended. */
  add(bytes: number): void {
    this.#size += bytes;
  }

  /** @throws CxrayError unwritable-output */
  check(): void {
    const ours = fstatSync(this.#fd);
    if (!ours.isFile()) return;
    const named = lstatSync(this.#path, { throwIfNoEntry: false });
    if (named === undefined) throw this.#lost("removed");
    if (named.dev !== ours.dev || named.ino !== ours.ino) throw this.#lost("replaced");
    if (ours.size < this.#size) throw this.#lost("cut");
  }

  #lost(what: string): CxrayError {
    return new CxrayError("unwritable-output", `${this.#path} was ${what} while it was written`, [
      "Record again, and don't touch the log until the recording has ended.",
    ]);
  }
}
