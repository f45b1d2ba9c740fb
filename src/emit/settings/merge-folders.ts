/** Merges directories until few are left. */
import { sortedTexts } from "../../model/order.js";

/**
 * At most `most` directories, if that works without the root directory. The deepest are replaced by
 * their parent first.
 */
export function mergeFolders(folders: readonly string[], most: number): string[] {
  let left = withoutNested(folders);
  while (left.length > most) {
    const depth = Math.max(...left.map(depthOf));
    if (depth <= 1) break;
    left = withoutNested(left.map((path) => (depthOf(path) === depth ? parentOf(path) : path)));
  }
  return left;
}

export function parentOf(path: string): string {
  const at = path.lastIndexOf("/");
  return at <= 0 ? "/" : path.slice(0, at);
}

/** The deepest directory that contains both, or is one of them. */
export function commonFolder(one: string, other: string): string {
  let folder = one;
  while (folder !== "/" && folder !== other && !other.startsWith(`${folder}/`)) {
    folder = parentOf(folder);
  }
  return folder;
}

function depthOf(path: string): number {
  return path.split("/").length - 1;
}

function withoutNested(folders: readonly string[]): string[] {
  const all = new Set(folders);
  const isBelow = (path: string): boolean => {
    for (let folder = parentOf(path); folder !== "/"; folder = parentOf(folder)) {
      if (all.has(folder)) return true;
    }
    return false;
  };
  return sortedTexts([...all].filter((path) => !isBelow(path)));
}
