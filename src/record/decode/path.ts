/** Decodes paths: as the kernel resolved them, and as the caller gave them. */
import { posix } from "node:path";
import type { Storage } from "../../model/events/events.js";
import { textFromBytes } from "../../model/text.js";
import { textUntilNul, type RecordBytes } from "./record-bytes.js";
import { PATH_FLAG } from "../kernel/wire-enums.js";
import { OPEN } from "../kernel/wire.js";

/** The offsets of a path and of the name that the caller gave. */
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
export function joinComponents(bytes: Buffer, flags: number): string {
  const components = textFromBytes(bytes).split("\0");
  components.pop(); // after the last NUL
  const path = components.reverse().join("/");
  return (flags & PATH_WITHOUT_ROOT) === 0 ? `/${path}` : path;
}

/** The path as the kernel resolved it; relative if its beginning is not known. */
export function readPath({ bytes, data }: RecordBytes, at: Omit<PathFields, "asked_len">): string {
  const end = at.data + data.getUint16(at.path_len, true);
  return joinComponents(bytes.subarray(at.data, end), data.getUint16(at.path_flags, true));
}

/** The name that an open was given, made absolute; null if its base directory is not known. */
export function readName({ bytes, data }: RecordBytes, asked: string): string | null {
  const start =
    OPEN.data + data.getUint16(OPEN.path_len, true) + data.getUint16(OPEN.asked_len, true);
  const end = start + data.getUint16(OPEN.base_len, true);
  const flags = data.getUint16(OPEN.base_flags, true);
  // With RESOLVE_IN_ROOT, an absolute name starts at a directory and not at the container's root.
  if (asked.startsWith("/") && (flags & PATH_FLAG.PATH_DETACHED) !== 0) return null;
  return absoluteName(asked, { bytes: bytes.subarray(start, end), flags });
}

/** The directory that a relative name starts from: its components from the kernel, and flags. */
export interface BaseFolder {
  readonly bytes: Buffer;
  readonly flags: number;
}

/** `asked`, made absolute and normalised, without resolving links; null if its base is not known. */
export function absoluteName(asked: string, base: BaseFolder): string | null {
  if (asked.startsWith("/")) return normalizeName(asked);
  if (asked === "" || (base.flags & PATH_WITHOUT_ROOT) !== 0) return null;
  return normalizeName(`${joinComponents(base.bytes, base.flags)}/${asked}`);
}

function normalizeName(path: string): string {
  const normal = posix.normalize(path);
  return normal.length > 1 && normal.endsWith("/") ? normal.slice(0, -1) : normal;
}

/** Where the file lies. */
export function readStorage({ data }: RecordBytes, at: PathFields): Storage {
  return storageOf(data.getUint16(at.path_flags, true));
}

/** By enum path_flag. */
export function storageOf(flags: number): Storage {
  return STORAGES.find(([flag]) => (flags & flag) !== 0)?.[1] ?? "image";
}

/** The most specific flag comes first. */
const STORAGES: readonly (readonly [flag: number, storage: Storage])[] = [
  [PATH_FLAG.PATH_DETACHED, "memory"],
  [PATH_FLAG.PATH_DELETED, "deleted"],
  [PATH_FLAG.PATH_PROC, "proc"],
  [PATH_FLAG.PATH_SYS, "sys"],
  [PATH_FLAG.PATH_TMPFS, "tmpfs"],
  [PATH_FLAG.PATH_VOLUME, "volume"],
  [PATH_FLAG.PATH_UPPER, "upper"],
  [PATH_FLAG.PATH_LINKS, "unknown"],
];
