/** Finds the cgroups of running containers from the state files of runc and crun. */
import { join } from "node:path";
import { readOciState } from "./connectors.js";
import { loggedInUsers } from "./files/logged-in-users.js";
import { statePlaces } from "./files/state-folders.js";
import { listFolder } from "./files/read-json.js";
import type { HasRuntimeState } from "./cgroup-tree.js";

/** Reads all state files that exist now. `mounts`: where the cgroup v2 tree is mounted. */
export function readRuntimeStates(mounts: readonly string[]): HasRuntimeState {
  const withState = new Set<string>();
  for (const uid of [0, ...loggedInUsers()]) {
    const { roots, parents } = statePlaces(uid, mounts);
    const nested = parents.flatMap((parent) =>
      listFolder(parent).map((name) => join(parent, name)),
    );
    for (const root of [...roots, ...nested]) {
      for (const id of listFolder(root)) {
        const cgroup = readOciState(root, id, uid)?.cgroup ?? "";
        for (const mount of ["", ...mounts]) {
          if (cgroup.startsWith(`${mount}/`)) {
            withState.add(`${String(uid)} ${cgroup.slice(mount.length)}`);
          }
        }
      }
    }
  }
  return (path, uid) => withState.has(`${String(uid)} ${path}`);
}
