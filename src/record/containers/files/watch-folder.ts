/** Told of what is made in a folder. */
import { statSync, watch, type FSWatcher } from "node:fs";
import { dirname } from "node:path";

/**
 * Calls `take` for every name that comes or goes in a folder, and `onReady` whenever the folder
 * is there: at once, when it is made, and when it is made again. Gives what ends it. A folder
 * that can't be watched (no inotify left) is silent: who needs what is in it looks as well.
 */
export function watchFolder(folder: string, take: (name: string) => void, onReady: () => void) {
  let watcher: FSWatcher | null = null;
  let ended = false;
  const begin = (): void => {
    watcher?.close();
    if (ended) return;
    const at = nearest(folder);
    watcher = watchOne(at.path, (name) => {
      if (ended) return;
      // Something on the way to it was made, or what was watched is gone.
      if (nearest(folder).identity !== at.identity) begin();
      else if (at.path === folder) take(name);
    });
    if (nearest(folder).identity !== at.identity) begin();
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

/** The folder, or the first above it that exists; one that is made anew is another. */
function nearest(folder: string): { path: string; identity: string } {
  try {
    const { dev, ino } = statSync(folder);
    return { path: folder, identity: `${folder} ${String(dev)} ${String(ino)}` };
  } catch {
    const parent = dirname(folder);
    return parent === folder ? { path: folder, identity: "" } : nearest(parent);
  }
}
