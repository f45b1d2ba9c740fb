import type { Storage } from "../../model/events/events.js";

const NUMBERED = /\/#[0-9]+$/u;

/**
 * The path of a file that was made without a name (O_TMPFILE) is its folder, `#` and the number
 * that the file system gave it, which means nothing in another run. It stands as `#`: nobody can
 * ask for it by its number, so that a pattern would let in nothing but other files. The name of a
 * file that has one is left alone, as it is not `deleted`.
 */
export function withoutFileNumber(path: string, storage: Storage): string {
  return storage === "deleted" ? path.replace(NUMBERED, "/#") : path;
}
