/** Directories that hold what was written, as few as can be mounted. */
import { literalsOfPattern } from "../../model/baseline/pattern.js";
import { sortedTexts } from "../../model/order.js";
import { commonFolder, mergeFolders, parentOf } from "./merge-folders.js";
import type { Move, WrittenPath, WrittenPaths } from "./written-paths.js";

export interface Folder {
  /** one of the paths that were changed there, as the baseline has it */
  readonly because: string;
  /** what lies there was on a file system in memory that was mounted */
  readonly isMemory: boolean;
  /** it holds several directories, which have to be there as in the image */
  readonly isJoined: boolean;
  /** the workload makes it in the root directory */
  readonly isMade: boolean;
}

export interface Folders {
  readonly folders: ReadonlyMap<string, Folder>;
  /** why the root directory itself has to be written; null: it has not */
  readonly root: string | null;
}

/** Writable in every container, or no place of files. */
const ELSEWHERE = /^\/(?:dev|proc|sys)(?:\/|$)/u;

/** What can be written into every option and file: no other directory is named, but one above it. */
const PLAIN = /^(?:\/(?!\.{1,2}(?:\/|$))[\w.+@~=-]+)+$/u;

/** At most so many, by their paths. `isOwn` says which are kept apart from those above them. */
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

/** More than a system has of its own in its root directory: a volume for each is of no use. */
const MOST_IN_ROOT = 24;

/** The directory that a path's pattern or name leaves certain. */
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

  /** A directory that is a place by now can be changed itself. */
  addItself(each: WrittenPath): void {
    if (!this.folders.has(each.path) && this.#holding(parentOf(each.path)) === null) this.add(each);
  }

  /** No file can be moved from one file system to another: what both lie in is one. */
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

  /** Makes one directory of all that lie at and below a path, for each of the paths. */
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

  /** The closest directory that was there before, and that can be named. */
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

/** Of the paths the highest that the folder lies in; itself where it lies in none. */
function highestOf(paths: ReadonlySet<string>, folder: string): string {
  let highest = folder;
  for (let each = folder; each !== "/"; each = parentOf(each)) {
    if (paths.has(each)) highest = each;
  }
  return highest;
}
