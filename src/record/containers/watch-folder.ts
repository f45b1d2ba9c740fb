/** Told of what is made in a folder. */
import { existsSync, watch, type FSWatcher } from "node:fs";
import { dirname } from "node:path";

/**
 * Calls `take` for every name that comes or goes in a folder, once it exists. Gives what
 * ends it. A folder that can't be watched (no inotify left) is silent: who needs what is
 * in it looks as well.
 */
export function watchFolder(folder: string, take: (name: string) => void, onReady: () => void) {
  let watcher: FSWatcher | null = null;
  const begin = (): void => {
    watcher?.close();
    const isThere = existsSync(folder);
    try {
      watcher = watch(isThere ? folder : nearest(folder), { persistent: false }, (_, name) => {
        if (!isThere) begin();
        else if (name !== null) take(name);
      });
      watcher.on("error", () => undefined);
    } catch {
      watcher = null;
    }
    if (isThere) onReady();
    else if (existsSync(folder)) begin(); // it was made in the meantime
  };
  begin();
  return (): void => {
    watcher?.close();
  };
}

/** The first folder above that exists. */
function nearest(folder: string): string {
  const parent = dirname(folder);
  return parent === folder || existsSync(parent) ? parent : nearest(parent);
}
