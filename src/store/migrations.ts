import { createHash } from "node:crypto";
import Sqlite, { type Database } from "better-sqlite3";
import { CxrayError } from "../model/errors.js";
import { SCHEMA_1 } from "./schema-1.js";
import { SCHEMA_2 } from "./schema-2.js";
import { SCHEMA_3 } from "./schema-3.js";
import { SCHEMA_4 } from "./schema-4.js";

/** "cxry": marks a SQLite file as cxray's (https://sqlite.org/fileformat.html, offset 68). */
export const APPLICATION_ID = 0x63787279;

/** Step n changes a database from version n to n + 1. Append only. */
const STEPS: readonly string[] = [SCHEMA_1, SCHEMA_2, SCHEMA_3, SCHEMA_4];

/** The version that this cxray reads and writes. The file has it as its `user_version`. */
export const SCHEMA_VERSION = STEPS.length;

function checksum(step: string): string {
  return createHash("sha256").update(step).digest("hex");
}

function userVersion(database: Database): number {
  return database.pragma("user_version", { simple: true }) as number;
}

/**
 * Migrates the database to `SCHEMA_VERSION` in one transaction. Two processes may do it
 * at the same time.
 */
export function migrate(database: Database): void {
  if (userVersion(database) === SCHEMA_VERSION) return;
  database
    .transaction(() => {
      const from = userVersion(database);
      if (from === 0) createHistory(database);
      const remember = database.prepare("INSERT INTO migrations (version, checksum) VALUES (?, ?)");
      for (let version = from; version < SCHEMA_VERSION; version += 1) {
        const step = STEPS[version] ?? "";
        database.exec(step);
        remember.run(version + 1, checksum(step));
      }
      database.pragma(`user_version = ${String(SCHEMA_VERSION)}`);
    })
    .immediate();
}

function createHistory(database: Database): void {
  database.pragma(`application_id = ${String(APPLICATION_ID)}`);
  database.exec(
    "CREATE TABLE migrations (version INTEGER PRIMARY KEY, checksum TEXT NOT NULL) STRICT",
  );
}

/**
 * Checks that the database was made by the steps above.
 * @throws CxrayError newer-database, unusable-database, not-a-database
 */
export function checkHistory(database: Database, path: string): void {
  const version = userVersion(database);
  if (version > SCHEMA_VERSION) throw newerDatabase(path, version);
  if (version < SCHEMA_VERSION) throw olderDatabase(path, version);
  const objects = schemaObjects(database);
  const expected = expectedObjects();
  const history = expected.find((object) => object.startsWith('["migrations"')) ?? "";
  if (!objects.includes(history)) throw otherTables(path);
  const rows = database.prepare("SELECT checksum FROM migrations ORDER BY version").pluck().all();
  if (JSON.stringify(rows) === JSON.stringify(STEPS.map(checksum))) {
    if (JSON.stringify(objects) === JSON.stringify(expected)) return;
    throw otherTables(path);
  }
  throw new CxrayError(
    "unusable-database",
    `${path} was made by a development version of cxray with other tables`,
    "Record into a new file with --db, or remove this one.",
  );
}

/** Every table, index, view and trigger with its SQL, except those of ANALYZE. */
function schemaObjects(database: Database): string[] {
  return database
    .prepare<[], string[]>("SELECT name, type, tbl_name, sql FROM sqlite_schema ORDER BY name")
    .raw()
    .all()
    .filter(([name = ""]) => !/^sqlite_stat\d$/.test(name))
    .map((object) => JSON.stringify(object));
}

/** What the steps create. It is compared because a crafted file may have views instead of tables. */
function expectedObjects(): string[] {
  const database = new Sqlite(":memory:");
  try {
    migrate(database);
    return schemaObjects(database);
  } finally {
    database.close();
  }
}

function otherTables(path: string): CxrayError {
  const message = `${path} is marked as a cxray database, but has other tables or views`;
  return new CxrayError("not-a-database", message, "Choose another file with --db.");
}

/** The error for a database of a newer cxray. */
export function newerDatabase(path: string, version: number): CxrayError {
  return new CxrayError(
    "newer-database",
    `${path} has version ${String(version)}; this cxray knows versions up to ${String(SCHEMA_VERSION)}`,
    "Install a newer cxray, or choose another file with --db.",
  );
}

function olderDatabase(path: string, version: number): CxrayError {
  return new CxrayError(
    "unusable-database",
    `${path} has version ${String(version)} and must be migrated to version ${String(SCHEMA_VERSION)} to be read`,
    "Run `cxray aggregate` with this --db once, as a user who can write the file.",
  );
}
