/**
 * What a cgroup's path tells of its container. The names are those that
 * bpf/container.bpf.h recognises.
 */
import type { Container } from "../../model/recording.js";

export interface CgroupName {
  /** 64 hexadecimal digits */
  readonly id: string;
  readonly engine: Container["engine"];
  /** who made the cgroup; root unless given */
  readonly uid?: number;
}

const NAME = /^(?<prefix>(?:.*-)?)(?<id>[0-9a-f]{64})(?:\.scope)?$/u;

/** Podman's and CRI-O's monitors live in cgroups of their own, outside of the container. */
const MONITOR = "conmon-";

const ENGINES: readonly (readonly [RegExp, Container["engine"]])[] = [
  [/^docker-$/u, "docker"],
  [/^cri-containerd-$/u, "containerd"],
  [/^nerdctl-$/u, "containerd"],
  [/^crio-$/u, "cri-o"],
  [/^libpod-$/u, "podman"],
];

/** The container behind one component of a cgroup's path; null when it is none. */
export function parseCgroupName(name: string, parent: string): CgroupName | null {
  const match = NAME.exec(name);
  const id = match?.groups?.["id"];
  const prefix = match?.groups?.["prefix"] ?? "";
  if (id === undefined || prefix.endsWith(MONITOR)) return null;
  const named = ENGINES.find(([pattern]) => pattern.test(prefix))?.[1];
  return { id, engine: named ?? (parent === "docker" ? "docker" : "unknown") };
}

/** The container of a cgroup's path: the topmost component that names one. */
export function parseCgroupPath(path: string): CgroupName | null {
  const components = path.split("/");
  for (const [index, component] of components.entries()) {
    const found = parseCgroupName(component, components[index - 1] ?? "");
    if (found !== null) return found;
  }
  return null;
}

/** Stands for a container whose start was lost and whose cgroup is gone. */
export const CGROUP_UNKNOWN: CgroupName = { id: "0".repeat(64), engine: "unknown" };
