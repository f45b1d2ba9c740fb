/** Finds the containers that are running, from the cgroup v2 tree. */
import { opendirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { nameCgroup, parseCgroupName, type ContainerCgroup } from "./cgroup-path.js";

/** A cgroup of a container: its topmost cgroup, or one below it. */
export interface RunningCgroup extends ContainerCgroup {
  /** the cgroup's id in the kernel */
  readonly cgroupId: bigint;
  /** the id of the container's topmost cgroup */
  readonly top: bigint;
  /** it has no process: the container has not started yet, or it is no container */
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

/** Where runtimes may see the cgroup v2 tree: at our mount point, or at a usual one. */
export function cgroupMounts(root = findCgroup2() ?? "/sys/fs/cgroup"): string[] {
  return [...new Set([root, "/sys/fs/cgroup/unified", "/sys/fs/cgroup"])];
}

/** Whether a runtime of that user has a state file for a container in this cgroup. */
export type HasRuntimeState = (path: string, uid: number) => boolean;

/**
 * Every cgroup of a running container. A container's topmost cgroup comes first.
 * `hasRuntimeState` recognises the containers whose cgroup has another name than their id.
 */
export function listRunning(
  root: string,
  hasRuntimeState: HasRuntimeState = () => false,
): RunningCgroup[] {
  const owner = statSync(root, { throwIfNoEntry: false })?.uid ?? 0;
  return walk({ root, hasRuntimeState }, { path: "", owner }, null);
}

interface Walk {
  readonly root: string;
  readonly hasRuntimeState: HasRuntimeState;
}

interface Folder {
  readonly path: string;
  readonly owner: number;
}

function walk(all: Walk, above: Folder, within: RunningCgroup | null): RunningCgroup[] {
  const found: RunningCgroup[] = [];
  for (const child of childFolders(join(all.root, above.path))) {
    const path = `${above.path}/${child}`;
    // The inode number of a cgroup's directory is the cgroup's id (kernfs, 64-bit).
    const status = statSync(join(all.root, path), { bigint: true, throwIfNoEntry: false });
    if (status === undefined) continue; // it was removed while we looked
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
  // Only root and the owner of the directory above can have made it. Since then a runtime may have
  // given it to the root of the container's user namespace.
  const uid = owner === 0 ? 0 : above.owner;
  const byName = parseCgroupName(child, basename(above.path));
  if (byName !== null && isPod(all, path, uid)) return null;
  const name = byName ?? (all.hasRuntimeState(path, uid) ? nameCgroup(path, id) : null);
  if (name === null) return null;
  return { ...name, cgroupId: id, top: id, uid, path, isEmpty: isEmpty(join(all.root, path)) };
}

/**
 * Whether a cgroup with a container's name is a pod. Podman without systemd names a pod's cgroup
 * after the pod's id. It is a pod if a runtime has state for containers below it, but not for it.
 * Names below it prove nothing, because a container can make any names in its own cgroup.
 */
function isPod({ root, hasRuntimeState }: Walk, path: string, uid: number): boolean {
  if (hasRuntimeState(path, uid)) return false;
  return childFolders(join(root, path)).some(
    (name) => parseCgroupName(name, "") !== null && hasRuntimeState(`${path}/${name}`, uid),
  );
}

/** Whether there is no process in the cgroup or below it. */
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
    return []; // the cgroup was removed while we looked
  }
}
