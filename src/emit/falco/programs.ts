/** Programs that may be executed, including those that are not part of the image. */
import { posix } from "node:path";
import type { ExecutableEntry } from "../../model/baseline/baseline.js";
import type { Storage } from "../../model/events/events.js";
import { sortedTexts } from "../../model/order.js";
import { patternTest } from "../../model/baseline/pattern.js";
import type { ImageNames } from "./names.js";
import { isOneOf } from "./allowance.js";
import type { Allowance } from "./allowance.js";
import { allowPaths, pathTest } from "./paths.js";
import type { AllowedPath, PathNames } from "./paths.js";

/** A program in memory, as the kernel names it: `/memfd:NAME (deleted)`. */
const MEMORY = /^\/?(memfd:.*?)(?: \(deleted\))?$/s;

/** One file that holds many programs and selects one by the name it is started as. */
const MULTI_CALL = /^(?:busybox|toybox|coreutils|[su]base-box|dropbearmulti)(?:[._-].*)?$/;

const EXECUTED = [{ field: "proc.exepath" }];

/** A program's path as `proc.exepath` has it. */
function exePath(entry: ExecutableEntry): string {
  return entry.storage.includes("memory") ? asExePath(entry.path) : entry.path;
}

/** The same for a bare path. */
export function asExePath(path: string): string {
  return MEMORY.exec(path)?.[1] ?? path;
}

function allowed(entry: ExecutableEntry): AllowedPath {
  const { rule, stars } = entry;
  const others = entry.invokedAs.filter((name) => name !== entry.path);
  const notes = others.length === 0 ? [] : [`started as ${others.join(", ")}`];
  // The container's first program was started by no process inside it.
  const by = entry.by.map((path) => (path === "" ? "the container runtime" : path));
  const name = rule === undefined ? {} : { rule, stars };
  return { path: exePath(entry), ...name, by, notes };
}

/** A test of whether the baseline has a path as a program. */
export function programTest(entries: readonly ExecutableEntry[]): (path: string) => boolean {
  const literal = new Set(entries.filter((entry) => entry.rule === undefined).map(exePath));
  const patterns = entries
    .filter((entry) => entry.rule !== undefined)
    .map((entry) => patternTest(entry.path));
  return (path) => literal.has(path) || patterns.some((fits) => fits(path));
}

export function allowPrograms(image: ImageNames, entries: readonly ExecutableEntry[]): Allowance {
  const names = { list: "programs", macro: "cxray_programs", about: "executed" };
  const [many, one] = [entries.filter(isMultiCall), entries.filter((each) => !isMultiCall(each))];
  const part = allowPaths(image, EXECUTED, names, one.map(allowed));
  const byName = many.map((entry) => {
    const started = isOneOf("proc.exe", startedAs(entry));
    return `(${pathTest("proc.exepath", allowed(entry))} and ${started})`;
  });
  const evidence = many.map((entry) => {
    const { path, by } = allowed(entry);
    return { what: path, by, notes: [`started as ${startedAs(entry).join(", ")}`] };
  });
  return {
    ...part,
    conditions: [...part.conditions, ...sortedTexts(byName)],
    evidence: [...part.evidence, ...evidence],
  };
}

/** By its file's name, if the names it was started as are known. */
function isMultiCall(entry: ExecutableEntry): boolean {
  return MULTI_CALL.test(posix.basename(entry.path)) && startedAs(entry).length > 0;
}

/** The first arguments: only they tell the programs of such a file apart. */
function startedAs({ arguments: vectors }: ExecutableEntry): string[] {
  const names = vectors.map(([first]) => first);
  const isKnown = names.every((name) => typeof name === "string");
  return isKnown ? sortedTexts(names.filter((name) => name.at(-1) !== "\\")) : [];
}

/**
 * Programs that were not in the image when they ran. The drift rule allows them by exact path. A
 * program from the image is not among them, so it is reported after it was replaced; nor is a
 * program that is known by a pattern.
 */
export function allowChangedPrograms(
  image: ImageNames,
  entries: readonly ExecutableEntry[],
): Allowance {
  const names = {
    list: "changed_programs",
    macro: "cxray_changed_programs",
    about: "executed although not in the image",
  };
  return allowFrom(["upper", "memory"], image, names, entries);
}

/** The same for programs on a volume or a tmpfs: Falco finds them in no layer of the image. */
export function allowMountedPrograms(
  image: ImageNames,
  entries: readonly ExecutableEntry[],
): Allowance {
  const names = {
    list: "mounted_programs",
    macro: "cxray_mounted_programs",
    about: "executed from what was mounted",
  };
  return allowFrom(["volume", "tmpfs", "proc", "sys"], image, names, entries);
}

function allowFrom(
  storages: readonly Storage[],
  image: ImageNames,
  names: PathNames,
  entries: readonly ExecutableEntry[],
): Allowance {
  const paths = entries
    .filter(
      ({ storage, rule }) => rule === undefined && storage.some((at) => storages.includes(at)),
    )
    .map((entry) => {
      const where = entry.storage.join(", ");
      return {
        ...allowed(entry),
        marks: [`NOT IN THE IMAGE (${where}): whatever lies at this path may run`],
      };
    });
  return allowPaths(image, EXECUTED, names, paths);
}
