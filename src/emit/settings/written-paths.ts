/** Which paths of a container's own file system a workload changes, and which directories it makes. */
import type { Baseline, ChangeEntry, FileEntry } from "../../model/baseline/baseline.js";
import { sortedBy } from "../../model/order.js";
import type { Operation, Storage } from "../../model/events/events.js";

/** What changes the directory that holds the path. */
const IN_DIRECTORY: ReadonlySet<Operation> = new Set([
  "rename",
  "exchange",
  "link",
  "symlink",
  "unlink",
  "rmdir",
  "mkdir",
  "mknod",
  "truncate",
]);
/** What changes a directory itself as well as a file. */
const OF_ITSELF: ReadonlySet<Operation> = new Set([
  "chmod",
  "chown",
  "setxattr",
  "removexattr",
  "utimes",
]);

/** The image's own file system, and what of it is not known better. */
const OWN: ReadonlySet<Storage> = new Set(["image", "upper", "deleted", "unknown"]);

export interface WrittenPath {
  /** as in the baseline: a pattern where its entry has a rule */
  readonly path: string;
  readonly isPattern: boolean;
  readonly storage: readonly Storage[];
  /** the path itself is changed, which may be a directory */
  readonly isItself: boolean;
}

/** Two names of one file, which no other file system may part. */
export type Move = readonly [from: WrittenPath, to: WrittenPath];

export interface WrittenPaths {
  readonly written: readonly WrittenPath[];
  readonly moves: readonly Move[];
  /** directories that the workload made, as they stand in the baseline */
  readonly made: ReadonlySet<string>;
  /** paths that were changed on mounts, which are the user's */
  readonly mounted: readonly WrittenPath[];
}

/** Everything that a read-only file system would refuse. */
export function writtenPaths(baseline: Baseline): WrittenPaths {
  const changes = baseline.changes.filter(({ results }) => results.includes("done"));
  const all = sortedBy(
    [
      ...baseline.filesWritten.map(ofFile),
      ...baseline.filesRead.filter(isMade).map(ofFile),
      ...changes.flatMap(ofChange),
      ...socketFiles(baseline),
    ].filter(({ path }) => path.startsWith("/")),
    ({ path }) => path,
  );
  const made = changes.flatMap(({ operation, path, to }) => {
    if (operation === "mkdir") return [path];
    return to !== undefined && (operation === "rename" || operation === "exchange") ? [to] : [];
  });
  return {
    written: all.filter(isWithoutMount),
    moves: sortedBy(
      changes.flatMap(moveOf).filter((move) => move.every(isWithoutMount)),
      ([from, to]) => `${from.path}\0${to.path}`,
    ),
    made: new Set(made),
    mounted: all.filter(({ storage }) => storage.includes("volume")),
  };
}

function isWithoutMount({ storage }: WrittenPath): boolean {
  return storage.some((each) => OWN.has(each) || each === "tmpfs");
}

/**
 * A file that was only read and is not the image's was made by opening it, as locks are. What lies in
 * the root directory an engine puts there (/.dockerenv).
 */
function isMade({ path, storage = [] }: FileEntry): boolean {
  return storage.includes("upper") && path.lastIndexOf("/") > 0;
}

function ofFile({ path, rule, storage = ["unknown"] }: FileEntry): WrittenPath {
  return { path, isPattern: rule !== undefined, storage, isItself: false };
}

function ofChange(entry: ChangeEntry): WrittenPath[] {
  const { operation, path, rule, storage } = entry;
  const from = { path, isPattern: rule !== undefined, storage, isItself: false };
  if (OF_ITSELF.has(operation)) return [{ ...from, isItself: true }];
  if (!IN_DIRECTORY.has(operation)) return [];
  const [move] = moveOf(entry);
  if (move === undefined) return [from];
  return operation === "link" ? [move[1]] : [...move];
}

function moveOf({ path, rule, to, toRule, storage }: ChangeEntry): Move[] {
  if (to === undefined) return [];
  const from = { path, isPattern: rule !== undefined, storage, isItself: false };
  return [[from, { ...from, path: to, isPattern: toRule !== undefined }]];
}

/** A socket that is bound makes its file; where that lies only a change of it tells. */
function socketFiles({ listeners, changes }: Baseline): WrittenPath[] {
  const known = new Set(changes.map(({ path }) => path));
  return listeners
    .filter(({ transport, path, address }) => transport === "unix" && !known.has(path ?? address))
    .map(({ address, path, rule }) => ({
      path: path ?? address,
      isPattern: path === undefined && rule !== undefined,
      storage: ["unknown"],
      isItself: false,
    }));
}
