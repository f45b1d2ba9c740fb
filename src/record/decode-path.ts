/** Paths in records: resolved by the kernel, and as they were asked for. */
import { posix } from "node:path";
import type { Storage } from "../model/events.js";
import { textFromBytes } from "../model/text.js";
import { textUntilNul, type RecordBytes } from "./record-bytes.js";
import { OPEN, PATH_FLAG } from "./wire.js";

/** Where a record keeps a path and what was asked for. */
export interface PathFields {
  readonly path_flags: number;
  readonly path_len: number;
  readonly asked_len: number;
  readonly data: number;
}

/** The name as the caller gave it. */
export function readAsked({ bytes, data }: RecordBytes, at: PathFields): string {
  const start = at.data + data.getUint16(at.path_len, true);
  return textUntilNul(bytes.subarray(start, start + data.getUint16(at.asked_len, true)));
}

const PATH_WITHOUT_ROOT = PATH_FLAG.PATH_DETACHED | PATH_FLAG.PATH_TRUNCATED;

/** A path from its components, the last one first, each ended by a NUL. */
function joinComponents(bytes: Buffer, flags: number): string {
  const components = textFromBytes(bytes).split("\0");
  components.pop(); // after the last NUL
  const path = components.reverse().join("/");
  return (flags & PATH_WITHOUT_ROOT) === 0 ? `/${path}` : path;
}

/** The path as the kernel resolved it; without its beginning where it has none. */
export function readPath({ bytes, data }: RecordBytes, at: PathFields): string {
  const end = at.data + data.getUint16(at.path_len, true);
  return joinComponents(bytes.subarray(at.data, end), data.getUint16(at.path_flags, true));
}

/** What was asked for, made absolute; null when the folder it starts from is not known. */
export function readName({ bytes, data }: RecordBytes, asked: string): string | null {
  if (asked.startsWith("/")) return normalizeName(asked);
  const length = data.getUint16(OPEN.base_len, true);
  const flags = data.getUint16(OPEN.base_flags, true);
  if (asked === "" || (flags & PATH_WITHOUT_ROOT) !== 0) return null;
  const start =
    OPEN.data + data.getUint16(OPEN.path_len, true) + data.getUint16(OPEN.asked_len, true);
  const base = joinComponents(bytes.subarray(start, start + length), flags);
  return normalizeName(`${base}/${asked}`);
}

function normalizeName(path: string): string {
  const normal = posix.normalize(path);
  return normal.length > 1 && normal.endsWith("/") ? normal.slice(0, -1) : normal;
}

/** Where the file lies. */
export function readStorage({ data }: RecordBytes, at: PathFields): Storage {
  const flags = data.getUint16(at.path_flags, true);
  if ((flags & PATH_FLAG.PATH_DETACHED) !== 0) return "memory";
  if ((flags & PATH_FLAG.PATH_DELETED) !== 0) return "deleted";
  if ((flags & PATH_FLAG.PATH_UPPER) !== 0) return "upper";
  return "image";
}
