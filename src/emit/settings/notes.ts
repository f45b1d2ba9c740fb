/** Reasons for a container's settings, a sentence each. */
import type { ContainerSettings } from "./settings.js";
import { lowPorts } from "../open-ports.js";

/** The largest number of programs or calls in a note. */
const MOST_NAMED = 5;

/** Why capabilities are kept, or why none can be dropped. */
export function capabilityNotes({ capabilities }: ContainerSettings): string[] {
  if (capabilities === null) {
    return ["No capability is dropped: which were needed was not recorded."];
  }
  return capabilities.map(
    ({ name, calls, by }) => `${name} is kept: used by ${programs(by)} in ${some(calls)}.`,
  );
}

/** Why programs may gain privileges, if they may. */
export function privilegeNotes({ elevated }: ContainerSettings): string[] {
  if (elevated === null) {
    return ["Programs may gain rights: whether one did was not recorded."];
  }
  if (elevated.length === 0) return [];
  return [
    `Programs may gain rights: the file of ${some(elevated)} gave it another user, group or capabilities.`,
  ];
}

/** What is written in which place, and what stays writable. */
export function placeNotes({ places, root, mounted }: ContainerSettings): string[] {
  return [
    ...(root === null ? [] : [`The root file system stays writable: ${root}.`]),
    ...places.map(({ path, isTmpfs, because, isMade }) => {
      const what = isTmpfs ? "memory" : "a volume, which begins with the image's own files";
      const made = isMade
        ? " The workload makes it, and now finds it there: mkdir without -p fails."
        : "";
      return `${path} is ${what}: ${because} is changed.${made}`;
    }),
    ...mounted.map((path) => `Keep what you mount at or above ${path}: it was written to.`),
  ];
}

/** A note about ports that a container cannot listen on everywhere. */
export function lowPortNotes({ ports, capabilities }: ContainerSettings): string[] {
  const low = lowPorts(ports);
  const isKept = capabilities?.some(({ name }) => name === "NET_BIND_SERVICE") ?? true;
  if (low.length === 0 || isKept) return [];
  return [
    `Port ${low.join(", ")} needed no capability, as Docker sets net.ipv4.ip_unprivileged_port_start to 0. Where that is not so, as with Podman, add NET_BIND_SERVICE.`,
  ];
}

function programs(by: readonly string[]): string {
  return some(by.map((path) => (path === "" ? "a program that is not known" : path)));
}

function some(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED).join(", ");
  const left = names.length - MOST_NAMED;
  return left > 0 ? `${shown} and ${String(left)} more` : shown;
}
