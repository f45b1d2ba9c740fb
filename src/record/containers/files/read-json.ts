/** Files that runtimes leave, which may be anything: made by a user, half written, gone. */
import { closeSync, constants, fstatSync, opendirSync, openSync, readSync } from "node:fs";
import { timeBudgetOf } from "./user-timeout.js";

/**
 * A file of containers/storage holds some kilobytes for each container or image. What JSON
 * becomes in memory is many times its size, so a user's file may have less of it.
 */
const LARGEST = 64 * 1024 * 1024;
const LARGEST_OF_USERS = 2 * 1024 * 1024;

/** More containers of one user than this are not looked for by name. */
const MOST_NAMES = 1024;

/**
 * What a JSON file says; undefined when it can't be read. `uid`: the file has to be this
 * user's, so that nobody has us read what he could not; null: anybody's.
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

/** As above, for text. @throws Error when it can't be read */
export function readText(path: string, uid: number | null): string {
  // A fifo in place of the file must not make us wait.
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const status = fstatSync(fd);
    const largest = uid === 0 ? LARGEST : LARGEST_OF_USERS;
    if (!status.isFile() || status.size > largest) throw new Error(`${path} is no such file`);
    if (uid !== null && status.uid !== uid) throw new Error(`${path} is another's`);
    return readSome(fd, status.size).toString("utf8");
  } finally {
    closeSync(fd);
  }
}

/**
 * As much as the file says that it has. Those of /proc say none and some have no end, and a
 * name may lead to one of them.
 */
function readSome(fd: number, size: number): Buffer {
  const bytes = Buffer.alloc(size);
  let length = 0;
  for (let read = -1; read !== 0 && length < size; length += read) {
    read = readSync(fd, bytes, length, size - length, null);
  }
  return bytes.subarray(0, length);
}

/** What a JSON text says; undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** An object's member; undefined where there is none, or no object. */
export function member(value: unknown, ...names: readonly string[]): unknown {
  let at = value;
  for (const name of names) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, name)) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[name];
  }
  return at;
}

/** As above, where a text is expected; empty where there is none. */
export function textOf(value: unknown, ...names: readonly string[]): string {
  const found = member(value, ...names);
  return typeof found === "string" ? found : "";
}

/** The members of an object that are texts. */
export function textsOf(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== "object" || value === null) return {};
  const entries = Object.entries(value).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return Object.fromEntries(entries);
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** What is in a folder, or much of it; nothing where it can't be read. */
export function namesIn(folder: string): string[] {
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
    // What was read so far counts: it may be gone by now.
  }
  return names;
}
