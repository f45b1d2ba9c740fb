/**
 * What the path of a cgroup says about its container. The names are those that
 * bpf/container/container.bpf.h recognises. Whoever starts a container may choose any other name.
 */
import { createHash } from "node:crypto";
import { ENGINE_ROWS } from "../../model/recordings/engines.js";
import type { Container } from "../../model/recordings/recording.js";

export interface CgroupName {
  /** 64 hexadecimal digits */
  readonly id: string;
  readonly engine: Container["engine"];
  /** the name that its runtime uses, if that isn't `id` */
  readonly name?: string;
}

/** A container's cgroup. */
export interface ContainerCgroup extends CgroupName {
  /** the user who made the cgroup */
  readonly uid: number;
  /** the path from the root of the v2 tree; empty if not known */
  readonly path: string;
}

const NAME = /^(?<prefix>(?:.*-)?)(?<id>[0-9a-f]{64})(?:\.scope)?$/u;

/** conmon, the monitor of Podman and CRI-O, has a cgroup of its own outside of the container. */
const MONITOR = "conmon-";

/** The container that a component of a cgroup's path names; null if it names none. */
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
 * The container that the last component of a cgroup's path names. A cgroup above it may look like a
 * container too: Podman without systemd names a pod's cgroup after the pod's id.
 */
export function parseCgroupPath(path: string): CgroupName | null {
  const components = path.split("/");
  return parseCgroupName(components.at(-1) ?? "", components.at(-2) ?? "");
}

/** The prefixes that runtimes put before the name if systemd makes the cgroup. */
const PREFIXES = ENGINE_ROWS.flatMap(([, { scopes, states }]) => [
  ...scopes,
  ...states.map((runtime) => `${runtime}-`),
]);

/**
 * The container of a cgroup that is known to be a container's, though its name may be no id. Names
 * can be reused, so such a container gets an id of its own.
 */
export function nameCgroup(path: string, cgroupId: bigint): CgroupName {
  const known = parseCgroupPath(path);
  if (known !== null) return known;
  const components = path.split("/").filter((component) => component !== "");
  // crun puts the container's processes into a cgroup below, named "container".
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

/** A container whose start event was lost and whose cgroup is gone. */
export const CGROUP_UNKNOWN: ContainerCgroup = {
  id: "0".repeat(64),
  engine: "unknown",
  uid: 0,
  path: "",
};
