/**
 * What a cgroup's path tells of its container. The names are those that
 * bpf/container/container.bpf.h recognises; others are as whoever started the container wished.
 */
import { createHash } from "node:crypto";
import { ENGINE_ROWS } from "../../model/recordings/engines.js";
import type { Container } from "../../model/recordings/recording.js";

export interface CgroupName {
  /** 64 hexadecimal digits */
  readonly id: string;
  readonly engine: Container["engine"];
  /** what its runtime calls it, where that isn't `id` */
  readonly name?: string;
}

/** A container's cgroup. */
export interface ContainerCgroup extends CgroupName {
  /** who made the cgroup */
  readonly uid: number;
  /** from the root of the v2 tree; empty when not known */
  readonly path: string;
}

const NAME = /^(?<prefix>(?:.*-)?)(?<id>[0-9a-f]{64})(?:\.scope)?$/u;

/** Podman's and CRI-O's monitors live in cgroups of their own, outside of the container. */
const MONITOR = "conmon-";

/** The container behind one component of a cgroup's path; null when it is none. */
export function parseCgroupName(name: string, parent: string): CgroupName | null {
  const match = NAME.exec(name);
  const id = match?.groups?.["id"];
  const prefix = match?.groups?.["prefix"] ?? "";
  if (id === undefined || prefix.endsWith(MONITOR)) return null;
  const named =
    ENGINE_ROWS.find(([, { scopes }]) => scopes.includes(prefix)) ??
    ENGINE_ROWS.find(([, { cgroupFolder }]) => cgroupFolder === parent);
  return { id, engine: named?.[0] ?? "unknown" };
}

/**
 * The container of a container's own cgroup, by its path. What is above it may be called like a
 * container as well: Podman without systemd calls a pod's cgroup by the pod's id.
 */
export function parseCgroupPath(path: string): CgroupName | null {
  const components = path.split("/");
  return parseCgroupName(components.at(-1) ?? "", components.at(-2) ?? "");
}

/** What runtimes put before the name where systemd makes the cgroup. */
const PREFIXES = ENGINE_ROWS.flatMap(([, { scopes, states }]) => [
  ...scopes,
  ...states.map((runtime) => `${runtime}-`),
]);

/**
 * The container of a cgroup that was found to be one, though its name is no id. Names may be
 * given again, so it gets an id of its own.
 */
export function nameCgroup(path: string, cgroupId: bigint): CgroupName {
  const known = parseCgroupPath(path);
  if (known !== null) return known;
  const components = path.split("/").filter((component) => component !== "");
  // crun makes a cgroup inside for the container's processes.
  if (components.length > 1 && components.at(-1) === "container") components.pop();
  const last = components.at(-1) ?? "";
  const name = last.endsWith(".scope") ? withoutPrefix(last.slice(0, -6)) : last;
  const id = createHash("sha256")
    .update(`${path}\0${String(cgroupId)}`)
    .digest("hex");
  return { id, engine: "unknown", name };
}

function withoutPrefix(scope: string): string {
  const prefix = PREFIXES.find((each) => scope.startsWith(each)) ?? "";
  return scope.slice(prefix.length);
}

/** Stands for a container whose start was lost and whose cgroup is gone. */
export const CGROUP_UNKNOWN: ContainerCgroup = {
  id: "0".repeat(64),
  engine: "unknown",
  uid: 0,
  path: "",
};
