/** Warns about programs that are not from the image. */
import type { Baseline, ChangeEntry, ExecutableEntry } from "../../model/baseline/baseline.js";
import { isProgram } from "../../model/concerns/files.js";
import { plural } from "../../model/plural.js";

/** Lines for the top of a profile; empty if there is nothing to warn about. */
export function formatWarnings(baseline: Baseline): string[] {
  const { executables, filesWritten, changes } = baseline;
  const written = writtenNames(baseline);
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

/** Whether a program is not from the image. A script that its interpreter read is not counted twice. */
function isForeign({ storage, scripts = [], interprets }: ExecutableEntry): boolean {
  const places = [...storage, ...(interprets === undefined ? scripts : [])];
  return places.some((each) => each !== "image");
}

const MOVES: ReadonlySet<ChangeEntry["operation"]> = new Set(["rename", "exchange", "link"]);

/** The names of written files, including those that they got by later renames. */
export function writtenNames({ filesWritten, changes }: Baseline): ReadonlySet<string> {
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
  // The order of renames is not known, so each name leads to all names that it may have got.
  const written = new Set(filesWritten.map(({ path }) => path));
  for (const path of written) for (const to of given.get(path) ?? []) written.add(to);
  return written;
}

/** Whether a written file was made executable. */
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
