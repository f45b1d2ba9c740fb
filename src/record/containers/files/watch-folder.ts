/** Watches a directory that need not exist yet. */
import { statSync, watch, type FSWatcher } from "node:fs";
import { dirname } from "node:path";

/**
 * Calls `take` for every name that is made or removed in a directory, and `onReady` whenever the
 * watch has begun: at once if the directory exists, else when it is made, and when it is made again.
 * Returns a function that ends the watch. If it can't be watched (no inotify watches left), nothing
 * is called: callers must read the directory as well.
 */
export function watchFolder(folder: string, take: (name: string) => void, onReady: () => void) {
  let watcher: FSWatcher | null = null;
  let ended = false;
  const begin = (): void => {
    watcher?.close();
    if (ended) return;
    const at = nearestExisting(folder);
    watcher = watchOne(at.path, (name) => {
      if (ended) return;
      // A directory on the way to it was made, or the watched one was removed.
      if (nearestExisting(folder).identity !== at.identity) begin();
      else if (at.path === folder) take(name);
    });
    if (nearestExisting(folder).identity !== at.identity) begin();
    else if (at.path === folder) onReady();
  };
  begin();
  return (): void => {
    ended = true;
    watcher?.close();
  };
}

function watchOne(folder: string, take: (name: string) => void): FSWatcher | null {
  try {
    const watcher = watch(folder, { persistent: false }, (_, name) => {
      if (name !== null) take(name);
    });
    return watcher.on("error", () => undefined);
  } catch {
    return null;
  }
}

/** The directory, or the nearest one above that exists. One that is made anew has another identity. */
function nearestExisting(folder: string): { path: string; identity: string } {
  try {
    // A new directory may get the inode number of one that was removed.
    const { dev, ino, birthtimeNs } = statSync(folder, { bigint: true });
    return { path: folder, identity: [folder, dev, ino, birthtimeNs].join(" ") };
  } catch {
    const parent = dirname(folder);
    return parent === folder ? { path: folder, identity: "" } : nearestExisting(parent);
  }
}
