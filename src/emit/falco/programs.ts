/** Programs that may be executed, and those that may although the image doesn't hold them. */
import type { ExecutableEntry } from "../../model/baseline.js";
import type { Storage } from "../../model/events.js";
import { patternTest } from "../../model/pattern.js";
import { allowPaths } from "./paths.js";
import type { AllowedPath } from "./paths.js";
import type { Part } from "./parts.js";

/** A program in memory, as the kernel names it: `/memfd:NAME (deleted)`. */
const MEMORY = /^\/?(memfd:.*?)(?: \(deleted\))?$/s;

/** A program's path as Falco's `proc.exepath` has it. */
function exePath(entry: ExecutableEntry): string {
  return entry.storage.includes("memory") ? asExePath(entry.path) : entry.path;
}

/** The same, of a program of which the path alone is known. */
export function asExePath(path: string): string {
  return MEMORY.exec(path)?.[1] ?? path;
}

function allowed(entry: ExecutableEntry): AllowedPath {
  const others = entry.invokedAs.filter((name) => name !== entry.path);
  const notes = others.length === 0 ? [] : [`started as ${others.join(", ")}`];
  // Nobody inside the container runs its first program.
  const by = entry.by.map((path) => (path === "" ? "the container runtime" : path));
  return { ...entry, path: exePath(entry), by, notes };
}

/** A test of whether the baseline lets a path be executed. */
export function programTest(entries: readonly ExecutableEntry[]): (path: string) => boolean {
  const literal = new Set(entries.filter((entry) => entry.rule === undefined).map(exePath));
  const patterns = entries
    .filter((entry) => entry.rule !== undefined)
    .map((entry) => patternTest(entry.path));
  return (path) => literal.has(path) || patterns.some((fits) => fits(path));
}

export function allowPrograms(
  prefix: string,
  entries: readonly ExecutableEntry[],
  allRuns: number,
): Part {
  const names = {
    list: `${prefix}_program_paths`,
    macro: `${prefix}_programs`,
    about: "programs that were executed",
  };
  return allowPaths("proc.exepath", names, entries.map(allowed), allRuns);
}

/**
 * Programs that were not in the image when they ran: excused from the drift rule by their exact
 * path alone. A program the baseline knows from the image is not among them, so that it is
 * reported once it was replaced; neither is one that is known by a pattern.
 */
export function allowChangedPrograms(
  prefix: string,
  entries: readonly ExecutableEntry[],
  allRuns: number,
): Part {
  const about = "programs that ran although they were not in the image";
  return allowFrom(["upper", "memory"], `${prefix}_changed_program`, about, entries, allRuns);
}

/** The same for programs that lay on a volume or a tmpfs: the image's layers don't hold these. */
export function allowMountedPrograms(
  prefix: string,
  entries: readonly ExecutableEntry[],
  allRuns: number,
): Part {
  const about = "programs that ran from what was mounted into the container";
  const storages = ["volume", "tmpfs", "proc", "sys"] as const;
  return allowFrom(storages, `${prefix}_mounted_program`, about, entries, allRuns);
}

function allowFrom(
  storages: readonly Storage[],
  name: string,
  about: string,
  entries: readonly ExecutableEntry[],
  allRuns: number,
): Part {
  const names = { list: `${name}_paths`, macro: `${name}s`, about };
  const paths = entries
    .filter(
      ({ storage, rule }) => rule === undefined && storage.some((at) => storages.includes(at)),
    )
    .map((entry) => {
      const note = `NOT IN THE IMAGE (${entry.storage.join(", ")}): whatever lies at this path may run`;
      return { ...allowed(entry), notes: [note] };
    });
  return allowPaths("proc.exepath", names, paths, allRuns);
}
