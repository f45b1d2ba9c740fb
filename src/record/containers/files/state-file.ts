/**
 * Reads the state file that a runtime keeps while a container runs: runc in
 * `<root>/<id>/state.json` (libcontainer.State), crun in `<root>/<id>/status`
 * (libcrun_container_status_t).
 */
import { join } from "node:path";
import type { EngineName } from "../../../model/recordings/engines.js";
import { listOf, member, readJson, textOf } from "./read-json.js";

export interface OciState {
  readonly id: string;
  readonly runtime: EngineName;
  /** the directory that holds config.json */
  readonly bundle: string;
  /** the path from the root of the v2 tree, or below one of its mount points */
  readonly cgroup: string;
}

/** Reads the state of a container from its directory; null if there is none. */
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
  // The last one: the bundle's annotations, which may have any name, come before runc's own label.
  const label = listOf(member(state, "config", "labels")).findLast(
    (each): each is string => typeof each === "string" && each.startsWith("bundle="),
  );
  if (label === undefined) return null;
  const bundle = label.slice("bundle=".length);
  return { id, runtime: "runc", bundle, cgroup: textOf(state, "cgroup_paths", "") };
};

/**
 * Whether the state belongs to the container in this cgroup. The cgroup may be below the one in
 * the state, because crun makes another one inside. `mounts`: where the v2 tree is mounted.
 */
export function isStateOf(state: OciState, cgroup: string, mounts: readonly string[]): boolean {
  if (cgroup === "" || state.cgroup === "") return false;
  return ["", ...mounts].some((mount) => {
    if (!state.cgroup.startsWith(`${mount}/`)) return false;
    const path = state.cgroup.slice(mount.length);
    return path !== "/" && (cgroup === path || cgroup.startsWith(`${path}/`));
  });
}
