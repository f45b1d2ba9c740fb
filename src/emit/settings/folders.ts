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
  for (const move of moves) found.join(move);
  const [own, others] = [true, false].map((wanted) =>
    sortedTexts([...found.folders.keys()].filter((path) => isOwn(path) === wanted)),
  );
  for (const path of mergeFolders(others ?? [], most - (own?.length ?? 0)))
    found.absorb(path, isOwn);
  return found;
}

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

  /** No file can be moved from one file system to another. */
  join([from, to]: Move): void {
    const [one, other] = [from, to].map((each) => this.#holding(this.#placeFor(each).folder));
    if (one === other || one === undefined || other === undefined) return;
    if (one === null || other === null) return;
    const both = commonFolder(one, other);
    if (both === "/") this.root ??= `${from.path} is moved or linked to ${to.path}`;
    else this.absorb(both, () => false);
  }

  /** Makes one directory of those at and below a path. */
  absorb(path: string, isKept: (folder: string) => boolean): void {
    const below = [...this.folders].filter(
      ([folder]) => folder.startsWith(`${path}/`) && !isKept(folder),
    );
    if (below.length === 0) return;
    const known = this.folders.get(path) ?? below[0]?.[1];
    for (const [folder] of below) this.folders.delete(folder);
    const because = known?.because ?? path;
    this.folders.set(path, { because, isMemory: false, isJoined: true, isMade: false });
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
