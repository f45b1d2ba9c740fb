import { statSync } from "node:fs";

/**
 * The databases that this process has open. Closing any descriptor of a file releases
 * all POSIX locks of the process on it, including SQLite's (https://sqlite.org/
 * howtocorrupt.html, 2.2). So only SQLite may open a file in this list.
 */
const openFiles = new Map<string, number>();

function identity(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? undefined : `${String(stats.dev)}:${String(stats.ino)}`;
}

/** Whether SQLite has this file open in this process. */
export function isOpenHere(path: string): boolean {
  const file = identity(path);
  return file !== undefined && openFiles.has(file);
}

/** Notes that SQLite opened the file. Call the returned function when SQLite has closed it. */
export function noteOpen(path: string): () => void {
  const file = identity(path) ?? path;
  openFiles.set(file, (openFiles.get(file) ?? 0) + 1);
  return () => {
    const count = (openFiles.get(file) ?? 1) - 1;
    if (count > 0) openFiles.set(file, count);
    else openFiles.delete(file);
  };
}
