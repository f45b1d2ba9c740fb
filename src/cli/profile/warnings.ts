/** What a person should look at first: programs that the image doesn't hold. */
import type { Baseline, ChangeEntry, ExecutableEntry } from "../../model/baseline/baseline.js";
import { isProgram } from "../../model/concerns/files.js";
import { plural } from "../../model/plural.js";

/** Lines for the head of a profile; empty: there is nothing. */
export function formatWarnings(baseline: Baseline): string[] {
  const { executables, filesWritten, changes } = baseline;
  const written = writtenPaths(baseline);
  const made = new Set(changes.filter((each) => madeExecutable(each, written)).map(pathOf));
  const scripts = executables.flatMap(({ interprets = [] }) => interprets).length;
  const were = scripts === 1 ? "was" : "were";
  return [
    counted(executables.filter(isForeign).length, "program", "NOT IN THE IMAGE ran"),
    counted(scripts, "script", `NOT IN THE IMAGE ${were} run by an interpreter`),
    counted(filesWritten.filter(isProgram).length, "program", "WRITTEN"),
    counted(made.size, "file", "MADE EXECUTABLE after being written"),
  ].flat();
}

function counted(count: number, noun: string, words: string): string[] {
  return count === 0 ? [] : [`! ${plural(count, noun)} ${words}`];
}

function pathOf({ path }: ChangeEntry): string {
  return path;
}

/** A script that its interpreter was seen to read is among those that were interpreted. */
function isForeign({ storage, scripts = [], interprets }: ExecutableEntry): boolean {
  const places = [...storage, ...(interprets === undefined ? scripts : [])];
  return places.some((each) => each !== "image");
}

const MOVES: ReadonlySet<ChangeEntry["operation"]> = new Set(["rename", "exchange", "link"]);

/** The names that written files had, those included that they were given afterwards. */
export function writtenPaths({ filesWritten, changes }: Baseline): ReadonlySet<string> {
  const moves = changes.filter(({ operation, results }) => {
    return MOVES.has(operation) && results.includes("done");
  });
  const given = new Map<string, string[]>();
  const give = (from: string, to: string): void => {
    const known = given.get(from);
    if (known === undefined) given.set(from, [to]);
    else known.push(to);
  };
  for (const { operation, path, to } of moves) {
    if (to === undefined) continue;
    give(path, to);
    if (operation === "exchange") give(to, path);
  }
  // In which order they were moved is not known: from each name to all that it may have got.
  const written = new Set(filesWritten.map(({ path }) => path));
  for (const path of written) for (const to of given.get(path) ?? []) written.add(to);
  return written;
}

/** What was written can be executed since. */
export function madeExecutable(
  { operation, path, modes = [], results }: ChangeEntry,
  written: ReadonlySet<string>,
): boolean {
  return (
    operation === "chmod" && results.includes("done") && written.has(path) && modes.some(executes)
  );
}

const EXECUTE_BITS = 0o111;

function executes(mode: string): boolean {
  return (Number.parseInt(mode, 8) & EXECUTE_BITS) !== 0;
}
