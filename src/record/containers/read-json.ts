/** Files that runtimes leave, which may be anything: made by a user, half written, gone. */
import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync } from "node:fs";

/** A file of containers/storage holds some kilobytes for each container or image. */
const LARGEST = 64 * 1024 * 1024;

/**
 * What a JSON file says; undefined when it can't be read. `uid`: the file has to be this
 * user's, so that nobody has us read what he could not; null: anybody's.
 */
export function readJson(path: string, uid: number | null): unknown {
  try {
    return parseJson(readText(path, uid));
  } catch {
    return undefined;
  }
}

/** As above, for text. @throws Error when it can't be read */
export function readText(path: string, uid: number | null): string {
  // A fifo in place of the file must not make us wait.
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const status = fstatSync(fd);
    if (!status.isFile() || status.size > LARGEST) throw new Error(`${path} is no such file`);
    if (uid !== null && status.uid !== uid) throw new Error(`${path} is another's`);
    return readFileSync(fd, "utf8");
  } finally {
    closeSync(fd);
  }
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

/** What is in a folder; nothing where it can't be read. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
