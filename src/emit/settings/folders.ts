/** The directories that hold what was written, as few as can be mounted. */
import { literalsOfPattern } from "../../model/baseline/pattern.js";
import { sortedTexts } from "../../model/order.js";
import { commonFolder, mergeFolders, parentOf } from "./merge-folders.js";
import type { Move, WrittenPath, WrittenPaths } from "./written-paths.js";

export interface Folder {
  /** one of the changed paths in it, as in the baseline */
  readonly because: string;
  /** the recorded files were on a mounted tmpfs */
  readonly isMemory: boolean;
  /** it stands for several directories below it, which must exist as in the image */
  readonly isJoined: boolean;
  /** the workload makes it, in the root directory */
  readonly isMade: boolean;
}

export interface Folders {
  readonly folders: ReadonlyMap<string, Folder>;
  /** why the root directory itself must be writable; null: it need not be */
  readonly root: string | null;
}

/** Writable in every container, or without real files. */
const ELSEWHERE = /^\/(?:dev|proc|sys)(?:\/|$)/u;

/**
 * Characters that every option and file can hold. For a directory with others, its parent is used.
 */
const PLAIN = /^(?:\/(?!\.{1,2}(?:\/|$))[\w.+@~=-]+)+$/u;

/**
 * At most `most` directories, by path. `isOwn` says which are never merged into a directory above.
 */
export function foldersOf(
  { written, moves, made }: WrittenPaths,
  isOwn: (path: string) => boolean,
  most: number,
): Folders {
  const found = new Found(made);
  for (const each of written) if (!each.isItself) found.add(each);
  for (const each of written) if (each.isItself) found.addItself(each);
  found.join(moves);
  const [own, others] = [true, false].map((wanted) =>
    sortedTexts([...found.folders.keys()].filter((path) => isOwn(path) === wanted)),
  );
  found.absorb(new Set(mergeFolders(others ?? [], most - (own?.length ?? 0))), isOwn);
  const many = found.folders.size;
  if (many > MOST_IN_ROOT) found.root ??= `${String(many)} directories of it are changed`;
  return found;
}

/** More than a root directory usually holds: so many volumes are of no use. */
const MOST_IN_ROOT = 24;

/**
 * The deepest directory that is certain from the path, or from its pattern up to the first star.
 */
export function folderOf({ path, isPattern }: WrittenPath): string {
  return parentOf(isPattern ? (literalsOfPattern(path)[0] ?? "") : path);
}

class Found implements Folders {
  readonly folders = new Map<string, Folder>();
  root: string | null = null;
  readonly #made: ReadonlySet<string>;

  constructor(made: ReadonlySet<string>) {
    this.#made = made;
  }

  add(each: WrittenPath): void {
    if (ELSEWHERE.test(each.path)) return;
    const { folder, isMade } = this.#placeFor(each);
    if (folder === "/") {
      this.root ??= `${each.path} is changed, which lies in it`;
      return;
    }
    const known = this.folders.get(folder);
    const isMemory = each.storage.every((storage) => storage === "tmpfs");
    this.folders.set(folder, {
      because: known?.because ?? each.path,
      isMemory: isMemory && known?.isMemory !== false,
      isJoined: false,
      isMade,
    });
  }

  /**
   * Adds the path's parent, unless the path is a place or lies in one: a mounted directory can
   * itself be changed.
   */
  addItself(each: WrittenPath): void {
    if (!this.folders.has(each.path) && this.#holding(parentOf(each.path)) === null) this.add(each);
  }

  /** rename and link fail between file systems: two directories of a move become one. */
  join(moves: readonly Move[]): void {
    const joined = new Set<string>();
    for (const [from, to] of moves) {
      const one = this.#holding(this.#placeFor(from).folder);
      const other = this.#holding(this.#placeFor(to).folder);
      if (one === other || one === null || other === null) continue;
      const both = commonFolder(one, other);
      if (both === "/") this.root ??= `${from.path} is moved or linked to ${to.path}`;
      else joined.add(both);
    }
    this.absorb(joined, () => false);
  }

  /** Replaces all directories at and below each of the paths by that path. */
  absorb(paths: ReadonlySet<string>, isKept: (folder: string) => boolean): void {
    for (const [folder, { because }] of [...this.folders]) {
      const above = isKept(folder) ? folder : highestOf(paths, folder);
      if (above === folder) continue;
      const known = this.folders.get(above);
      this.folders.delete(folder);
      this.folders.set(above, {
        because: known?.because ?? because,
        isMemory: false,
        isJoined: true,
        isMade: false,
      });
    }
  }

  /** The closest directory that existed before and has a plain name. */
  #placeFor(each: WrittenPath): { folder: string; isMade: boolean } {
    let folder = folderOf(each);
    let top = folder === "/" && this.#made.has(each.path) ? each.path : "";
    while (folder !== "/" && (this.#made.has(folder) || !PLAIN.test(folder))) {
      top = folder;
      folder = parentOf(folder);
    }
    const isMade = folder === "/" && PLAIN.test(top);
    return { folder: isMade ? top : folder, isMade };
  }

  #holding(folder: string): string | null {
    for (let each = folder; each !== "/"; each = parentOf(each)) {
      if (this.folders.has(each)) return each;
    }
    return null;
  }
}

/** The highest of the paths that contains the folder; the folder itself if none does. */
function highestOf(paths: ReadonlySet<string>, folder: string): string {
  let highest = folder;
  for (let each = folder; each !== "/"; each = parentOf(each)) {
    if (paths.has(each)) highest = each;
  }
  return highest;
}
