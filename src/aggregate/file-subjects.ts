/** Which files of what was seen are the subject of a baseline. */
import type { Change, ChangedPath, FileType, Open, Written } from "../model/events.js";
import type { Subject } from "./changes.js";

/** Why something has no path in a baseline; null: it is none of a baseline's business. */
export type Missing = "truncated" | "unresolved" | null;

const NO_FILES = new Set<FileType | null>(["directory", "fifo", "socket"]);

/**
 * The path of a file that was opened. Directories are opened to list them, which is not what
 * file rules are about, and a pipe or socket with a name holds no data.
 */
export function openedPath(open: Open): { path: string } | { missing: Missing } {
  if (open.ret < 0) return { missing: null };
  if (open.truncated === true) return { missing: "truncated" };
  if (NO_FILES.has(open.type)) return { missing: null };
  return fileOf(open);
}

/** The path of a file that was closed after writing. */
export function writtenPath(written: Written): { path: string } | { missing: Missing } {
  return written.truncated === true ? { missing: "truncated" } : fileOf(written);
}

/**
 * What a change is about. One that failed may have been of a file that isn't there: its name as
 * it was asked for stands for it then, and where not even that is known nothing is missing, as
 * nothing happened.
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

/** Files have an absolute path: pipes, sockets, memfds and anonymous inodes have none. */
function fileOf({
  path,
  storage,
}: Pick<Written, "path" | "storage">): { path: string } | { missing: Missing } {
  if (storage === "memory") return { missing: null };
  if (path === null) return { missing: "unresolved" };
  return path.startsWith("/") ? { path } : { missing: null };
}
