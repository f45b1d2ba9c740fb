import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  type BigIntStats,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite, { type Database } from "better-sqlite3";
import { CxrayError } from "../model/errors.js";

const ATTEMPTS = 3;

/**
 * Opens a private copy of a database that SQLite can't open in place. After a recording
 * was killed, SQLite needs a -shm file beside the database, which a read-only directory
 * can't have. The copy is in a directory that only we can enter, and is unlinked as soon
 * as it is open. (`immutable=1` is no alternative: better-sqlite3 is built without URI
 * file names, and it would ignore the -wal file.)
 * @throws CxrayError unusable-database
 */
export function openPrivateCopy(path: string): Database {
  const folder = mkdtempSync(join(tmpdir(), "cxray-"));
  try {
    const copy = join(folder, "copy.db");
    copyUnchanged(path, copy);
    for (const file of readdirSync(folder)) chmodSync(join(folder, file), 0o600);
    const database = new Sqlite(copy);
    database.pragma("trusted_schema = OFF");
    database.pragma("journal_mode = DELETE"); // takes in the -wal file
    database.pragma("query_only = ON");
    return database;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function copyUnchanged(path: string, copy: string): void {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const before = stamp(path);
    copyFileSync(path, copy);
    rmSync(`${copy}-wal`, { force: true });
    if (existsSync(`${path}-wal`)) copyFileSync(`${path}-wal`, `${copy}-wal`);
    if (stamp(path) === before) return;
  }
  const message = `${path} is being written, and cannot be read in a read-only directory`;
  throw new CxrayError("unusable-database", message, "Wait until the recording is finished.");
}

function stamp(path: string): string {
  const describe = (file: string): string => {
    const stats: BigIntStats | undefined = statSync(file, { bigint: true, throwIfNoEntry: false });
    return stats === undefined ? "" : `${String(stats.size)} ${String(stats.mtimeNs)}`;
  };
  return `${describe(path)} ${describe(`${path}-wal`)}`;
}
