import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  statSync,
  type Stats,
} from "node:fs";
import { dirname } from "node:path";
import { CxrayError } from "../model/errors.js";
import { APPLICATION_ID, newerDatabase, SCHEMA_VERSION } from "./migrations.js";
import { whyNotPrivate, whyNotTrusted } from "../files/ownership.js";
import { giveToCaller } from "../files/our-user.js";

/** What is at a path, found out without SQLite, because SQLite might write to it or beside it. */
export type DatabaseFile = "missing" | "empty" | "cxray";

const HEADER_SIZE = 100;
const MAGIC = "SQLite format 3\0";
const COMPANIONS = ["-wal", "-shm", "-journal"] as const;

/** Whether a file is a SQLite database, by its first bytes; false if it can't be read. */
export function isDatabaseFile(path: string): boolean {
  let descriptor: number;
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    return false;
  }
  try {
    const start = Buffer.alloc(MAGIC.length);
    return fstatSync(descriptor).isFile() && readSync(descriptor, start) === start.length
      ? start.toString("latin1") === MAGIC
      : false;
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Looks at the file's header (https://sqlite.org/fileformat.html#the_database_header).
 * Refuses a symbolic link and a file of another user, because its content would become rules. With
 * `willWrite`, also refuses a file that can't be written, or that other users may read or write.
 * @throws CxrayError not-a-database, newer-database, unusable-database
 */
export function inspectDatabaseFile(path: string, willWrite: boolean): DatabaseFile {
  const access = (willWrite ? constants.O_RDWR : constants.O_RDONLY) | constants.O_NOFOLLOW;
  let descriptor: number;
  try {
    // O_NONBLOCK: opening a FIFO must not wait for its other end
    descriptor = openSync(path, access | constants.O_NONBLOCK);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return "missing";
    throw fileError(path, error);
  }
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) throw notADatabase(path, "is not a regular file");
    checkTrusted(path, stats);
    const found = inspectHeader(path, descriptor);
    if (willWrite) {
      checkFolder(path);
      checkPrivate(path, stats);
      checkCompanions(path);
    } else {
      checkCompanionsToRead(path);
    }
    return found;
  } finally {
    closeSync(descriptor);
  }
}

function checkTrusted(path: string, stats: Stats): void {
  const refusal = whyNotTrusted(path, stats);
  if (refusal) throw new CxrayError("unusable-database", refusal.reason, refusal.advice);
}

/** SQLite reads the -wal and -journal files beside a database as parts of it. */
function checkCompanionsToRead(path: string): void {
  for (const suffix of COMPANIONS) {
    const stats = lstatSync(path + suffix, { throwIfNoEntry: false });
    if (stats?.isFile() === false) throw notADatabase(path + suffix, "is not a regular file");
    if (stats) checkTrusted(path + suffix, stats);
  }
}

/** Writing needs a journal in the same directory. */
function checkFolder(path: string): void {
  try {
    accessSync(dirname(path), constants.W_OK);
  } catch (error) {
    throw unreachableFile(dirname(path), errorCode(error));
  }
  checkShared(dirname(path));
}

/** In a directory where all users may rename and remove files, a checked file can be replaced. */
function checkShared(folder: string): void {
  const { mode } = statSync(folder);
  if ((mode & 0o1002) !== 0o002) return;
  throw new CxrayError(
    "unusable-database",
    `every user can replace files in the directory ${folder}`,
    "Choose a file in a directory of your own with --db, or run `chmod o-w` on the directory.",
  );
}

function checkPrivate(path: string, stats: Stats): void {
  const refusal = whyNotPrivate(path, stats);
  if (refusal) throw new CxrayError("unusable-database", refusal.reason, refusal.advice);
}

/**
 * SQLite writes all events to its -wal file first, and uses one that already exists. The files are
 * checked without opening them, because that would release SQLite's locks, see `open-files.ts`.
 * @throws CxrayError unusable-database
 */
export function checkCompanions(path: string): void {
  for (const suffix of COMPANIONS) {
    const stats = lstatSync(path + suffix, { throwIfNoEntry: false });
    if (stats?.isFile() === false) {
      const message = `${path}${suffix} is not a regular file`;
      throw new CxrayError("unusable-database", message, "Choose another file with --db.");
    }
    if (stats) checkPrivate(path + suffix, stats);
  }
}

function inspectHeader(path: string, descriptor: number): DatabaseFile {
  const header = Buffer.alloc(HEADER_SIZE);
  const length = readSync(descriptor, header, 0, HEADER_SIZE, 0);
  if (length === 0) return "empty";
  if (length < HEADER_SIZE || header.toString("latin1", 0, MAGIC.length) !== MAGIC) {
    throw notADatabase(path, "is not a SQLite database");
  }
  if (header.readUInt32BE(68) !== APPLICATION_ID) {
    throw notADatabase(path, "is a SQLite database, but not one of cxray");
  }
  const version = header.readUInt32BE(60);
  if (version > SCHEMA_VERSION) throw newerDatabase(path, version);
  return "cxray";
}

/**
 * Creates an empty file that only its owner can read, because command lines hold
 * secrets. SQLite gives its -wal, -shm and -journal files the same mode.
 * @throws CxrayError unusable-database
 */
export function createDatabaseFile(path: string): void {
  const folder = statSync(dirname(path), { throwIfNoEntry: false });
  if (folder?.isDirectory()) checkShared(dirname(path));
  checkCompanions(path);
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  try {
    const descriptor = openSync(path, flags, 0o600);
    fchmodSync(descriptor, 0o600);
    giveToCaller(descriptor, dirname(path));
    closeSync(descriptor);
  } catch (error) {
    if (errorCode(error) !== "EEXIST" || isLink(path)) throw fileError(path, error);
    inspectDatabaseFile(path, true); // another cxray was faster, or somebody put a file there
  }
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

function notADatabase(path: string, what: string): CxrayError {
  return new CxrayError("not-a-database", `${path} ${what}`, "Choose another file with --db.");
}

function errorCode(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? "";
}

function fileError(path: string, error: unknown): CxrayError {
  const code = errorCode(error);
  if (code === "EISDIR") return notADatabase(path, "is a directory");
  if (code === "ENXIO") return notADatabase(path, "is not a regular file");
  if (code === "ELOOP" || code === "EEXIST") {
    const advice = "Name the file that the link leads to with --db.";
    return new CxrayError("unusable-database", `${path} is a symbolic link`, advice);
  }
  if (code === "ENOENT") {
    const message = `the directory ${dirname(path)} does not exist`;
    return new CxrayError("unusable-database", message, "Create it, or choose another --db.");
  }
  if (code === "ENOTDIR") {
    const message = `${dirname(path)} is not a directory`;
    return new CxrayError("unusable-database", message, "Choose another file with --db.");
  }
  return unreachableFile(path, code);
}

function unreachableFile(path: string, code: string): CxrayError {
  const reasons: Record<string, string> = {
    EACCES: "permission denied",
    EPERM: "permission denied",
    EROFS: "the file system is read-only",
    ENOSPC: "the disk is full",
  };
  return new CxrayError(
    "unusable-database",
    `${path} can't be used: ${reasons[code] ?? code}`,
    "Run cxray as the user who owns it, or choose another file with --db.",
  );
}
