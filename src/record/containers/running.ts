/** Containers that run already when recording begins, from the cgroup v2 tree. */
import { opendirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { nameCgroup, parseCgroupName, type ContainerCgroup } from "./cgroup-path.js";

/** A cgroup of a container: its topmost one, or one below it. */
export interface RunningCgroup extends ContainerCgroup {
  /** the cgroup's id in the kernel */
  readonly cgroupId: bigint;
  /** the id of the container's topmost cgroup */
  readonly top: bigint;
}

/**
 * Where the cgroup v2 tree is mounted, or null. Beside v1 (hybrid) it is usually
 * at /sys/fs/cgroup/unified.
 */
export function findCgroup2(
  mountinfo = readFileSync("/proc/self/mountinfo", "utf8"),
): string | null {
  for (const line of mountinfo.split("\n")) {
    // proc_pid_mountinfo(5): optional fields end with a dash
    const [before, after] = line.split(" - ");
    if (after?.startsWith("cgroup2 ") !== true) continue;
    const mountPoint = before?.split(" ")[4];
    if (mountPoint !== undefined) return mountPoint.replaceAll("\\040", " ");
  }
  return null;
}

/** Where runtimes may have it: as we do, or at one of the usual places. */
export function cgroupMounts(root = findCgroup2() ?? "/sys/fs/cgroup"): string[] {
  return [...new Set([root, "/sys/fs/cgroup/unified", "/sys/fs/cgroup"])];
}

/** Whether a runtime of that user keeps a container in the cgroup at that path. */
export type IsStated = (path: string, uid: number) => boolean;

/**
 * Every cgroup of a running container, a container's topmost one first. `isStated` tells of
 * those whose name doesn't show it.
 */
export function listRunning(root: string, isStated: IsStated = () => false): RunningCgroup[] {
  return walk({ root, isStated }, "", null);
}

interface Walk {
  readonly root: string;
  readonly isStated: IsStated;
}

function walk(all: Walk, folder: string, within: RunningCgroup | null): RunningCgroup[] {
  const found: RunningCgroup[] = [];
  for (const child of childFolders(join(all.root, folder))) {
    const path = `${folder}/${child}`;
    // The inode of a cgroup's folder is its id (kernfs, 64-bit).
    const status = statSync(join(all.root, path), { bigint: true, throwIfNoEntry: false });
    if (status === undefined) continue; // it ended while we looked
    const uid = Number(status.uid);
    const named =
      within ??
      parseCgroupName(child, basename(folder)) ??
      (all.isStated(path, uid) ? nameCgroup(path, status.ino) : null);
    const cgroup =
      named === null
        ? null
        : {
            id: named.id,
            engine: named.engine,
            ...(named.name === undefined ? {} : { name: named.name }),
            cgroupId: status.ino,
            top: within?.top ?? status.ino,
            uid,
            path: within?.path ?? path,
          };
    if (cgroup !== null) found.push(cgroup);
    found.push(...walk(all, path, cgroup));
  }
  return found;
}

function childFolders(folder: string): string[] {
  try {
    const directory = opendirSync(folder);
    const names: string[] = [];
    for (let entry = directory.readSync(); entry !== null; entry = directory.readSync()) {
      if (entry.isDirectory()) names.push(entry.name);
    }
    directory.closeSync();
    return names.sort();
  } catch {
    return []; // the cgroup ended while we looked
  }
}
