/** Whether the files that are written are still the ones that were opened. */
import { statSync } from "node:fs";
import { CxrayError } from "../model/errors.js";

interface Watched {
  readonly path: string;
  readonly identity: string;
  size: bigint;
}

/** The database and its -wal file, of which SQLite keeps whatever became of their names. */
export class FileWatch {
  readonly #files: readonly Watched[];

  /** `path` is open, and so is its -wal file. */
  constructor(path: string) {
    this.#files = [path, `${path}-wal`].map((file) => ({ path: file, ...stateOf(file) }));
  }

  /** Whether the names still lead to what SQLite has open. */
  get isInPlace(): boolean {
    return this.#files.every(({ path, identity }) => stateOf(path).identity === identity);
  }

  /**
   * Looks at the names again.
   * @throws CxrayError database-lost
   */
  check(): void {
    for (const [index, file] of this.#files.entries()) {
      const now = stateOf(file.path);
      const what = now.identity === "" ? "removed" : "replaced";
      if (now.identity !== file.identity) throw lost(file.path, what);
      // SQLite never makes the database smaller while it is recorded into.
      if (index === 0 && now.size < file.size) throw lost(file.path, "cut");
      file.size = now.size;
    }
  }
}

function stateOf(path: string): { identity: string; size: bigint } {
  const stats = statSync(path, { throwIfNoEntry: false, bigint: true });
  if (stats === undefined) return { identity: "", size: 0n };
  return { identity: `${String(stats.dev)}:${String(stats.ino)}`, size: stats.size };
}

function lost(path: string, what: string): CxrayError {
  return new CxrayError("database-lost", `${path} was ${what} while it was recorded into`, [
    "The recording is lost or damaged: record again.",
    "Leave the database and the files beside it alone until the recording has ended.",
  ]);
}
