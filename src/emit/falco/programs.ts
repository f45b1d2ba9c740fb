/** Programs that may be executed, and those that may although the image doesn't hold them. */
import type { ExecutableEntry } from "../../model/baseline.js";
import { patternTest } from "../../model/pattern.js";
import { allowPaths } from "./paths.js";
import type { AllowedPath } from "./paths.js";
import type { Part } from "./parts.js";

/** A program in memory, as the kernel names it: `/memfd:NAME (deleted)`. */
const MEMORY = /^\/?(memfd:.*?)(?: \(deleted\))?$/s;

/** A program's path as Falco's `proc.exepath` has it. */
function exePath(entry: ExecutableEntry): string {
  const name = entry.storage.includes("memory") ? MEMORY.exec(entry.path)?.[1] : undefined;
  return name ?? entry.path;
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

/** Whether the program was seen to run although it was not in the image. */
function wasChanged(entry: ExecutableEntry): boolean {
  return entry.storage.includes("upper") || entry.storage.includes("memory");
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
  const names = {
    list: `${prefix}_changed_program_paths`,
    macro: `${prefix}_changed_programs`,
    about: "programs that ran although they were not in the image",
  };
  const changed = entries.filter((entry) => wasChanged(entry) && entry.rule === undefined);
  const paths = changed.map((entry) => {
    const note = `NOT IN THE IMAGE (${entry.storage.join(", ")}): whatever lies at this path may run`;
    return { ...allowed(entry), notes: [note] };
  });
  return allowPaths("proc.exepath", names, paths, allRuns);
}
