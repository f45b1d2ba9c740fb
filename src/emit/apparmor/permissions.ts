/** Which permissions a container needs on which files, from its baseline. */
import type { Baseline, ChangeEntry, FileEntry } from "../../model/baseline/baseline.js";
import type { Operation } from "../../model/events/events.js";
import { globOf } from "./globs.js";

/** read, write, lock, link, map as code, execute */
export const PERMISSIONS = ["r", "w", "k", "l", "m", "ix"] as const;

export type Permission = (typeof PERMISSIONS)[number];

export type FilePermissions = Map<string, Set<Permission>>;

/**
 * Allowed for every image: devices that the engine provides before the program starts, and listing
 * directories.
 */
const ALWAYS: readonly (readonly [glob: string, permissions: readonly Permission[]])[] = [
  ["/", ["r"]],
  ["/**/", ["r"]],
  ["/dev/{null,zero,full,tty,console,ptmx}", ["r", "w"]],
  ["/dev/{random,urandom}", ["r"]],
  ["/dev/pts/*", ["r", "w"]],
];

/** Operations that may act on a directory. AppArmor's path of a directory ends in a slash. */
const OF_DIRECTORIES: ReadonlySet<Operation> = new Set([
  ...(["mkdir", "rmdir", "rename", "exchange"] as const),
  ...(["chmod", "chown", "utimes", "setxattr", "removexattr"] as const),
]);

/**
 * Names of files that a loader maps as code: `libc.so.6`, `addon.node`, anything below `/usr/lib`.
 */
const CODE =
  /\.(?:so(?:\.\d[\w.]*)?|node|jsa|dll|oat)$|^\/(?:usr\/(?:local\/)?)?lib(?:32|64|x32|exec)?\//u;

export function filePermissions(baseline: Baseline): FilePermissions {
  const found = new Found(baseline);
  for (const [glob, permissions] of ALWAYS) found.add(glob, ...permissions);
  found.addPrograms(baseline);
  for (const entry of baseline.filesRead) found.addRead(entry);
  for (const entry of baseline.filesWritten) found.addWritten(entry);
  for (const entry of baseline.changes) found.addChange(entry);
  found.addOthers(baseline);
  return found.files;
}

class Found {
  readonly files: FilePermissions = new Map();
  readonly #locks: boolean;

  constructor({ syscalls }: Baseline) {
    const calls = Object.values(syscalls.workload).flat();
    this.#locks = calls.some(({ name }) => /^(?:flock|fcntl|fcntl64)$/u.test(name));
  }

  add(glob: string | null, ...permissions: readonly Permission[]): void {
    if (glob === null) return;
    const known = this.files.get(glob);
    if (known === undefined) this.files.set(glob, new Set(permissions));
    else for (const each of permissions) known.add(each);
  }

  /**
   * Allows a program by its own path and by every name it was started as: a script's name, or a
   * link's.
   */
  addPrograms({ executables }: Baseline): void {
    for (const entry of executables) {
      this.add(globOf(entry), "r", "m", "ix");
      for (const path of entry.invokedAs) {
        // a link that belongs to the process, such as /proc/self/exe
        if (!path.startsWith("/proc/")) this.add(globOf({ path }), "r", "ix");
      }
      for (const file of entry.interprets ?? []) this.add(globOf(file), "r");
    }
  }

  addRead(entry: FileEntry): void {
    const isImages = entry.storage === undefined;
    const isCode = isImages && CODE.test(entry.path);
    const isLocked = !isImages && this.#locks;
    this.add(globOf(entry), "r", ...pick(isCode, "m"), ...pick(isLocked, "k"));
  }

  addWritten(entry: FileEntry): void {
    this.add(globOf(entry), "w", ...pick(this.#locks, "k"));
  }

  addChange({ operation, results, path, to, ...entry }: ChangeEntry): void {
    if (!results.includes("done") || operation === "mount" || operation === "umount") return;
    const slash = OF_DIRECTORIES.has(operation) ? "{,/}" : "";
    const from = withSuffix(globOf({ path, rule: entry.rule, stars: entry.stars }), slash);
    // AppArmor requires read permission to rename a file, and a link may have no more permissions
    // than its file.
    const isMoved = operation === "rename" || operation === "exchange";
    const isLinked = operation === "link";
    this.add(from, "w", ...pick(isMoved || isLinked, "r"), ...pick(isLinked, "k", "l"));
    if (to === undefined) return;
    const target = withSuffix(
      globOf({ path: to, rule: entry.toRule, stars: entry.toStars }),
      slash,
    );
    this.add(target, "w", ...pick(operation !== "rename", "r"), ...pick(isLinked, "k", "l"));
  }

  /** Pipes, unix sockets and directories. */
  addOthers({ otherOpens, destinations, listeners }: Baseline): void {
    for (const entry of otherOpens) {
      const isFolder = entry.types.includes("directory");
      const access = entry.access.map((each) => (each === "read" ? "r" : "w"));
      this.add(withSuffix(globOf(entry), isFolder ? "{,/}" : ""), ...access);
    }
    for (const { address, path, ...entry } of destinations) {
      if (entry.transport !== "unix") continue;
      this.add(
        path === undefined ? globOf({ path: address, ...entry }) : globOf({ path }),
        "r",
        "w",
      );
    }
    for (const { address, ...entry } of listeners) {
      if (entry.transport === "unix") this.add(globOf({ path: address, ...entry }), "r", "w");
    }
  }
}

function pick(isMeant: boolean, ...permissions: readonly Permission[]): readonly Permission[] {
  return isMeant ? permissions : [];
}

function withSuffix(glob: string | null, suffix: string): string | null {
  return glob === null ? null : glob + suffix;
}
