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
  /** no process is in the container: it is not there yet, or what is called like one is none */
  readonly isEmpty: boolean;
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
  const owner = statSync(root, { throwIfNoEntry: false })?.uid ?? 0;
  return walk({ root, isStated }, { path: "", owner }, null);
}

interface Walk {
  readonly root: string;
  readonly isStated: IsStated;
}

interface Folder {
  readonly path: string;
  readonly owner: number;
}

function walk(all: Walk, above: Folder, within: RunningCgroup | null): RunningCgroup[] {
  const found: RunningCgroup[] = [];
  for (const child of childFolders(join(all.root, above.path))) {
    const path = `${above.path}/${child}`;
    // The inode of a cgroup's folder is its id (kernfs, 64-bit).
    const status = statSync(join(all.root, path), { bigint: true, throwIfNoEntry: false });
    if (status === undefined) continue; // it ended while we looked
    const owner = Number(status.uid);
    const cgroup = within ?? containerAt(all, above, child, { id: status.ino, owner });
    if (cgroup !== null) found.push({ ...cgroup, cgroupId: status.ino });
    found.push(...walk(all, { path, owner }, cgroup));
  }
  return found;
}

function containerAt(
  all: Walk,
  above: Folder,
  child: string,
  { id, owner }: { readonly id: bigint; readonly owner: number },
): RunningCgroup | null {
  const path = `${above.path}/${child}`;
  // Only root and the owner of the folder above can have made it; a runtime may have given it to
  // the root of a container's own user namespace since.
  const uid = owner === 0 ? 0 : above.owner;
  const byName = parseCgroupName(child, basename(above.path));
  if (byName !== null && isPod(all, path, uid)) return null;
  const name = byName ?? (all.isStated(path, uid) ? nameCgroup(path, id) : null);
  if (name === null) return null;
  return { ...name, cgroupId: id, top: id, uid, path, isEmpty: isEmpty(join(all.root, path)) };
}

/**
 * Podman without systemd calls a pod's cgroup by the pod's id: it is called like a container, but
 * a runtime says that the containers are inside. A container could make any names in its own.
 */
function isPod({ root, isStated }: Walk, path: string, uid: number): boolean {
  if (isStated(path, uid)) return false;
  return childFolders(join(root, path)).some(
    (name) => parseCgroupName(name, "") !== null && isStated(`${path}/${name}`, uid),
  );
}

/** Whether no process is in it, or below. */
function isEmpty(folder: string): boolean {
  try {
    return /^populated 0$/mu.test(readFileSync(join(folder, "cgroup.events"), "utf8"));
  } catch {
    return false;
  }
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
