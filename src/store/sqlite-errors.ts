import Sqlite from "better-sqlite3";
import { CxrayError } from "../model/errors.js";

const FULL = "SQLITE_FULL";
const MEANINGS: readonly (readonly [code: string, message: string, advice: string])[] = [
  [FULL, "the disk is full", "Make room on its file system."],
  ["SQLITE_BUSY", "another process is using it", "Wait until that process is done."],
  ["SQLITE_READONLY", "it can't be written", "Check the permissions of the file and its folder."],
  ["SQLITE_CANTOPEN", "it can't be opened", "Check the permissions of the file and its folder."],
  ["SQLITE_IOERR", "reading or writing it failed", "Check its disk."],
  ["SQLITE_CORRUPT", "it is damaged", "Record into a new file."],
  ["SQLITE_NOTADB", "it is damaged", "Record into a new file."],
];

/** Whether SQLite could not create or write the files that it needs beside the database. */
export function needsWritableFolder(error: unknown): boolean {
  return error instanceof Sqlite.SqliteError && /^SQLITE_(CANTOPEN|READONLY)/.test(error.code);
}

/** Turns SQLite's error into a CxrayError. Other errors stay as they are. */
export function translateSqliteError(path: string, error: unknown): unknown {
  if (!(error instanceof Sqlite.SqliteError)) return error;
  const meaning = MEANINGS.find(([code]) => error.code.startsWith(code));
  if (meaning === undefined) return error;
  const [sqliteCode, message, advice] = meaning;
  const code = sqliteCode === FULL ? "disk-full" : "unusable-database";
  return new CxrayError(code, `${path}: ${message}`, advice, { cause: error });
}

/**
 * Runs an action on the database.
 * @throws CxrayError disk-full or unusable-database if SQLite fails
 */
export function guard<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw translateSqliteError(path, error);
  }
}
