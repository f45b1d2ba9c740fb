/**
 * The paths of a container's own file system that a workload changes, and the directories it makes.
 */
import type { Baseline, ChangeEntry, FileEntry } from "../../model/baseline/baseline.js";
import { sortedBy } from "../../model/order.js";
import type { Operation, Storage } from "../../model/events/events.js";

/** Operations that change the directory of the path. */
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
/** Operations that change the file or directory itself. */
const OF_ITSELF: ReadonlySet<Operation> = new Set([
  "chmod",
  "chown",
  "setxattr",
  "removexattr",
  "utimes",
]);

/** The image's own file system. Unknown storage counts as part of it. */
const OWN: ReadonlySet<Storage> = new Set(["image", "upper", "deleted", "unknown"]);

export interface WrittenPath {
  /** as in the baseline: a pattern if its entry has a rule */
  readonly path: string;
  readonly isPattern: boolean;
  readonly storage: readonly Storage[];
  /** the path itself is changed; it may be a directory */
  readonly isItself: boolean;
}

/** Two names of one file, which must stay on one file system. */
export type Move = readonly [from: WrittenPath, to: WrittenPath];

export interface WrittenPaths {
  readonly written: readonly WrittenPath[];
  readonly moves: readonly Move[];
  /** paths that the workload made by mkdir or rename, as in the baseline */
  readonly made: ReadonlySet<string>;
  /** changed paths on the user's own mounts */
  readonly mounted: readonly WrittenPath[];
}

/** Every change that a read-only file system would refuse. */
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
 * A file that was only read and is in the writable layer was created by opening it, for example a
 * lock file. Files in the root directory are the engine's (/.dockerenv).
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

/** Binding a socket creates its file. Only a change of that file shows its storage. */
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
