/** Cgroups of running containers by the state that runc and crun keep of them. */
import { join } from "node:path";
import { readOciState } from "./connectors.js";
import { statePlaces } from "./files/state-folders.js";
import { namesIn } from "./files/read-json.js";
import type { IsStated } from "./running.js";

/** Users who are logged in, or run services: those with a folder in /run/user. */
export function listUsers(folder = "/run/user"): number[] {
  return namesIn(folder)
    .map(Number)
    .filter((uid) => Number.isSafeInteger(uid) && uid > 0);
}

/** Reads every state there is now. `mounts`: where the cgroup v2 tree is. */
export function readStates(mounts: readonly string[]): IsStated {
  const stated = new Set<string>();
  for (const uid of [0, ...listUsers()]) {
    const { roots, parents } = statePlaces(uid, mounts);
    const nested = parents.flatMap((parent) => namesIn(parent).map((name) => join(parent, name)));
    for (const root of [...roots, ...nested]) {
      for (const id of namesIn(root)) {
        const cgroup = readOciState(root, id, uid)?.cgroup ?? "";
        for (const mount of ["", ...mounts]) {
          if (cgroup.startsWith(`${mount}/`)) {
            stated.add(`${String(uid)} ${cgroup.slice(mount.length)}`);
          }
        }
      }
    }
  }
  return (path, uid) => stated.has(`${String(uid)} ${path}`);
}
