import { existsSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import Sqlite, { type Database } from "better-sqlite3";
import { CxrayError } from "../model/errors.js";
import { createDatabaseFile, inspectDatabaseFile } from "./database-file.js";
import { APPLICATION_ID, checkHistory, migrate } from "./migrations.js";
import { isOpenHere, noteOpen } from "./open-files.js";
import { openPrivateCopy } from "./private-copy.js";
import { requireSqlite } from "./sqlite-binary.js";
import { guard, needsWritableFolder } from "./sqlite-errors.js";
import { Store } from "./store.js";

/**
 * `read` changes nothing, not even beside the file, unless a recording left a -wal file.
 * `update` writes to an existing database, to keep baselines in it.
 * `write` creates the database, with mode 0600, if it is missing.
 */
export type StoreMode = "read" | "update" | "write";

/** How long to wait for another process that is writing. A recorder writes for milliseconds. */
const BUSY_TIMEOUT_MS = 5_000;

/**
 * Opens a database.
 * @throws CxrayError no-sqlite, no-database, not-a-database, newer-database, unusable-database;
 *   the file was not touched then
 */
export function openStore(path: string, mode: StoreMode): Store {
  requireSqlite();
  const file = resolve(path);
  if (file !== file.trim()) throw blankName(file);
  const created = prepareFile(file, mode);
  try {
    return guard(file, () => openPrepared(file, mode));
  } catch (error) {
    if (created) rmSync(file, { force: true });
    throw error;
  }
}

/** Checks that there is a database, or creates an empty file for `write`. Returns whether it did. */
function prepareFile(file: string, mode: StoreMode): boolean {
  if (isOpenHere(file)) return false; // it was checked when it was opened
  const found = inspectDatabaseFile(file, mode !== "read");
  if (found === "cxray" || (found === "empty" && mode === "write")) return false;
  if (found === "empty") {
    throw new CxrayError("not-a-database", `${file} is empty`, "Record something into it first.");
  }
  if (mode !== "write") throw noDatabase(file);
  createDatabaseFile(file);
  return true;
}

function openPrepared(file: string, mode: StoreMode): Store {
  const release = noteOpen(file);
  let database: Database | undefined;
  try {
    database = connect(file, mode);
    if (mode !== "read") migrate(database);
    if (database.pragma("application_id", { simple: true }) !== APPLICATION_ID) {
      throw new CxrayError("not-a-database", `${file} holds no tables`, "Choose another --db.");
    }
    checkHistory(database, file);
    return new Store(file, database, mode !== "read", release);
  } catch (error) {
    database?.close();
    release();
    throw error;
  }
}

function connect(file: string, mode: StoreMode): Database {
  if (mode === "read") return connectReadOnly(file);
  const database = new Sqlite(file, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
  database.pragma("trusted_schema = OFF");
  database.pragma("synchronous = NORMAL");
  return database;
}

function connectReadOnly(file: string): Database {
  let database: Database | undefined;
  try {
    database = new Sqlite(file, { readonly: true, timeout: BUSY_TIMEOUT_MS });
    database.pragma("trusted_schema = OFF"); // whoever made the file made its views too
    database.pragma("schema_version"); // the first read is what opens the -wal and -shm files
    return database;
  } catch (error) {
    database?.close();
    if (!needsWritableFolder(error) || !existsSync(file)) throw error;
    return openPrivateCopy(file);
  }
}

function noDatabase(file: string): CxrayError {
  return new CxrayError("no-database", `there is no database ${file}`, [
    "Record into it first: cxray record --db FILE",
    "Or name your database with --db or CXRAY_DB.",
  ]);
}

function blankName(file: string): CxrayError {
  const message = `the name of ${JSON.stringify(file)} begins or ends with a space`;
  return new CxrayError("unusable-database", message, "Choose another file with --db.");
}
