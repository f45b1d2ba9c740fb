/** Notices if the database is removed, replaced or cut while it is written. */
import { statSync } from "node:fs";
import { CxrayError } from "../model/errors.js";

interface Watched {
  readonly path: string;
  readonly identity: string;
  size: bigint;
}

/** Watches the database and its -wal file. SQLite itself goes on writing to removed files. */
export class FileWatch {
  readonly #files: readonly Watched[];

  /** `path` and its -wal file must be open. */
  constructor(path: string) {
    this.#files = [path, `${path}-wal`].map((file) => ({ path: file, ...stateOf(file) }));
  }

  /** Whether the paths still lead to the files that SQLite has open. */
  get isInPlace(): boolean {
    return this.#files.every(({ path, identity }) => stateOf(path).identity === identity);
  }

  /**
   * Checks the files.
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
    "Don't touch the database and the files beside it until the recording has ended.",
  ]);
}
