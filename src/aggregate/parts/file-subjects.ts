/** Decides which files a baseline lists. */
import type { OtherType } from "../../model/baseline/baseline.js";
import type { Change, ChangedPath, FileType, Open, Written } from "../../model/events/events.js";
import { asksForFolder } from "../../model/events/open-flags.js";
import type { Subject } from "./changes.js";
import { withoutFileNumber } from "../patterns/unnamed-files.js";

/** Why the path is missing from a baseline; null: a baseline does not list such files. */
export type Missing = "truncated" | "unresolved" | null;

const NO_FILES = new Set<FileType | null>(["directory", "fifo", "socket"]);

/** An opened object other than a file with a path, by the requested name. */
export interface OtherOpen {
  readonly name: string;
  readonly type: OtherType;
}

export type Opened =
  { readonly path: string } | { readonly other: OtherOpen } | { readonly missing: Missing };

/**
 * What an open is about. Opening a directory as one only lists it, which file rules are not about.
 * @param architecture of the machine that recorded it
 */
export function openedSubject(open: Open, architecture: string): Opened {
  if (open.ret < 0) return { missing: null };
  if (open.truncated === true) return { missing: "truncated" };
  if (open.type === "directory" && asksForFolder(open.flags, architecture)) {
    return { missing: null };
  }
  const found = NO_FILES.has(open.type) ? { missing: null } : fileOf(open);
  if (!("missing" in found) || found.missing !== null) return found;
  const other = otherOf(open);
  return other === null ? found : { other };
}

/** An object without a path is listed by the requested name. */
function otherOf({ type, name, asked, path }: Open): OtherOpen | null {
  if (type === null) return null;
  // open_by_handle_at has no name
  const known = name ?? (asked === "" ? path : null);
  if (known?.startsWith("/") !== true) return null;
  return { name: known, type: type === "file" ? "memory" : type };
}

/** The path of a file that was closed after writing. */
export function writtenPath(written: Written): { path: string } | { missing: Missing } {
  return written.truncated === true ? { missing: "truncated" } : fileOf(written);
}

/**
 * What a change is about. A failed change may name a file that does not exist: it is listed by the
 * requested name. If even that is unknown, nothing counts as missing, because nothing happened.
 */
export function changedPaths(change: Change): { subject: Subject } | { missing: Missing } {
  const { operation, from, to, ret } = change;
  const ends = to === undefined ? [from] : [from, to];
  const paths: string[] = [];
  for (const end of ends) {
    const found = endOf(end, ret);
    if ("missing" in found) return ret < 0 ? { missing: null } : found;
    paths.push(found.path);
  }
  const [path = "", target] = paths;
  return { subject: { operation, path, ...(target === undefined ? {} : { to: target }) } };
}

function endOf(end: ChangedPath, ret: number): { path: string } | { missing: Missing } {
  if (end.truncated === true) return { missing: "truncated" };
  return fileOf({ path: end.path ?? (ret < 0 ? end.name : null), storage: end.storage });
}

/** Files have an absolute path; pipes, sockets, memfds and anonymous inodes have none. */
function fileOf({
  path,
  storage,
}: Pick<Written, "path" | "storage">): { path: string } | { missing: Missing } {
  if (storage === "memory") return { missing: null };
  if (path === null) return { missing: "unresolved" };
  return path.startsWith("/") ? { path: withoutFileNumber(path, storage) } : { missing: null };
}
