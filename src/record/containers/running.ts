/** Containers that run already when recording begins, from the cgroup v2 tree. */
import { opendirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseCgroupName, type CgroupName } from "./cgroup-path.js";

/** A cgroup of a container: its topmost one, or one below it. */
export interface RunningCgroup extends CgroupName {
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

/** Every cgroup of a running container, a container's topmost one first. */
export function listRunning(root: string): RunningCgroup[] {
  return walk(root, "", null);
}

function walk(folder: string, name: string, within: RunningCgroup | null): RunningCgroup[] {
  const found: RunningCgroup[] = [];
  for (const child of childFolders(folder)) {
    const path = join(folder, child);
    // The inode of a cgroup's folder is its id (kernfs, 64-bit).
    const status = statSync(path, { bigint: true, throwIfNoEntry: false });
    if (status === undefined) continue; // it ended while we looked
    const { ino: cgroupId } = status;
    const named = within ?? parseCgroupName(child, name);
    const cgroup =
      named === null
        ? null
        : {
            id: named.id,
            engine: named.engine,
            cgroupId,
            top: within?.top ?? cgroupId,
            uid: Number(status.uid),
          };
    if (cgroup !== null) found.push(cgroup);
    found.push(...walk(path, child, cgroup));
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
