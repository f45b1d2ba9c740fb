/** Reads the files of engines and runtimes. They may be made by a user, half written, or gone. */
import { closeSync, constants, fstatSync, opendirSync, openSync, readSync } from "node:fs";
import { timeBudgetOf } from "./time-budget.js";

/**
 * The largest file. A file of containers/storage holds some kilobytes for each container or image.
 * Parsed JSON takes many times its size in memory, so the limit for users' files is lower.
 */
const LARGEST = 64 * 1024 * 1024;
const LARGEST_OF_USERS = 2 * 1024 * 1024;

/** How many names of a directory are read. */
const MOST_NAMES = 1024;

/**
 * Reads a JSON file; undefined if it can't be read. The file must belong to `uid`, so that a user
 * can't make cxray read a file that the user may not read. With null, it may belong to anybody.
 */
export function readJson(path: string, uid: number | null): unknown {
  const read = (): unknown => {
    try {
      return parseJson(readText(path, uid));
    } catch {
      return undefined;
    }
  };
  return uid === null || uid === 0 ? read() : timeBudgetOf(uid).spend(read);
}

/** As above, for text. @throws Error if it can't be read */
export function readText(path: string, uid: number | null): string {
  // Without O_NONBLOCK, a FIFO in place of the file would block.
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const status = fstatSync(fd);
    const largest = uid === 0 ? LARGEST : LARGEST_OF_USERS;
    if (!status.isFile() || status.size > largest) {
      throw new Error(`${path} is no regular file, or too large`);
    }
    if (uid !== null && status.uid !== uid) throw new Error(`${path} belongs to another user`);
    return readSome(fd, status.size).toString("utf8");
  } finally {
    closeSync(fd);
  }
}

/**
 * Reads no more than the size that the file reports. The path may lead into /proc, where files
 * report the size 0 and some have no end.
 */
function readSome(fd: number, size: number): Buffer {
  const bytes = Buffer.alloc(size);
  let length = 0;
  for (let read = -1; read !== 0 && length < size; length += read) {
    read = readSync(fd, bytes, length, size - length, null);
  }
  return bytes.subarray(0, length);
}

/** Parses JSON; undefined if it isn't JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A member of an object, by its path; undefined if it doesn't exist. */
export function member(value: unknown, ...names: readonly string[]): unknown {
  let at = value;
  for (const name of names) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, name)) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[name];
  }
  return at;
}

/** As above, for a string; empty if it doesn't exist. */
export function textOf(value: unknown, ...names: readonly string[]): string {
  const found = member(value, ...names);
  return typeof found === "string" ? found : "";
}

/** The members of an object that are strings. */
export function textsOf(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== "object" || value === null) return {};
  const entries = Object.entries(value).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return Object.fromEntries(entries);
}

/** An array as it is; anything else is an empty one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** The first `MOST_NAMES` names in a directory; none if it can't be read. */
export function listFolder(folder: string): string[] {
  const names: string[] = [];
  try {
    const directory = opendirSync(folder);
    try {
      while (names.length < MOST_NAMES) {
        const entry = directory.readSync();
        if (entry === null) break;
        names.push(entry.name);
      }
    } finally {
      directory.closeSync();
    }
  } catch {
    // The directory may be gone by now. The names that were read so far count.
  }
  return names;
}
