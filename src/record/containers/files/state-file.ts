/**
 * What a low-level runtime keeps of a container while it lives: runc in
 * `<root>/<id>/state.json` (libcontainer.State), crun in `<root>/<id>/status`
 * (libcrun_container_status_t).
 */
import { join } from "node:path";
import type { EngineName } from "../../../model/recordings/engines.js";
import { listOf, member, readJson, textOf } from "./read-json.js";

export interface OciState {
  readonly id: string;
  readonly runtime: EngineName;
  /** the folder that holds config.json */
  readonly bundle: string;
  /** from the root of the v2 tree, or as below a mount of it */
  readonly cgroup: string;
}

/** Reads the state of a container from its folder; null while there is none, or none any more. */
export type ReadState = (folder: string, id: string, uid: number) => OciState | null;

export const readCrunState: ReadState = (folder, id, uid) => {
  const state = readJson(join(folder, "status"), uid);
  const bundle = textOf(state, "bundle");
  return bundle === ""
    ? null
    : { id, runtime: "crun", bundle, cgroup: textOf(state, "cgroup-path") };
};

export const readRuncState: ReadState = (folder, id, uid) => {
  const state = readJson(join(folder, "state.json"), uid);
  // The bundle's annotations, which may be called anything, come before runc's own.
  const label = listOf(member(state, "config", "labels")).findLast(
    (each): each is string => typeof each === "string" && each.startsWith("bundle="),
  );
  if (label === undefined) return null;
  const bundle = label.slice("bundle=".length);
  return { id, runtime: "runc", bundle, cgroup: textOf(state, "cgroup_paths", "") };
};

/**
 * Whether that state is of the container in this cgroup, or in one below it: crun
 * puts a container into a cgroup of its own inside. `mounts`: where the v2 tree is.
 */
export function isStateOf(state: OciState, cgroup: string, mounts: readonly string[]): boolean {
  if (cgroup === "" || state.cgroup === "") return false;
  return ["", ...mounts].some((mount) => {
    if (!state.cgroup.startsWith(`${mount}/`)) return false;
    const path = state.cgroup.slice(mount.length);
    return path !== "/" && (cgroup === path || cgroup.startsWith(`${path}/`));
  });
}
