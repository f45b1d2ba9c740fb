/** The place of a path: a flood fills its own place, and leaves room for the rest. */

/** The directory of the path, with a slash at its end. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

/** The top-level directory of the path; the root itself for a path directly in it. */
export function treeOf(path: string): string {
  if (!path.startsWith("/")) return "";
  return path.slice(0, path.indexOf("/", 1) + 1 || 1);
}
