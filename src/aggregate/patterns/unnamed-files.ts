import type { Storage } from "../../model/events/events.js";

const NUMBERED = /\/#[0-9]+$/u;

/**
 * The kernel shows a file made without a name (O_TMPFILE) as its directory, `#` and the inode
 * number, which differs in each run. The number is removed: no program can open the file by it, so
 * a pattern would only allow other files. A file with a name is not `deleted`, so its name is left
 * alone.
 */
export function withoutFileNumber(path: string, storage: Storage): string {
  return storage === "deleted" ? path.replace(NUMBERED, "/#") : path;
}
