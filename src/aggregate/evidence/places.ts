/** Where a path lies: a flood fills its own place, and leaves room for the rest. */

/** The folder that the path lies in, with a slash at its end. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

/** The folder below the root that the path lies in; of what lies in the root itself the root. */
export function treeOf(path: string): string {
  if (!path.startsWith("/")) return "";
  return path.slice(0, path.indexOf("/", 1) + 1 || 1);
}
