/** Reads and writes the committed baseline. */
import { existsSync, lstatSync, realpathSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { baselineDocument, parseBaseline } from "../../aggregate/index.js";
import { readOwnFile } from "../../files/own-file.js";
import { writeOutput } from "../../files/replace-file.js";
import type { Baseline } from "../../model/baseline/baseline.js";
import { CxrayError, systemReason } from "../../model/errors.js";
import { parseImageReference } from "../../model/images/reference.js";
import { badUsage } from "../options/bad-usage.js";

export interface BaselineFile {
  readonly baseline: Baseline;
  readonly text: string;
}

/** The largest file. A baseline of 100,000 entries has about 50 MB. */
const LARGEST = 512 * 1024 * 1024;

/** @throws CxrayError bad-usage */
export function requireFile(command: string, file: string | undefined): string {
  if (file !== undefined) return file;
  throw badUsage(`cxray ${command} needs the committed baseline`, ["Name it: --baseline FILE"]);
}

/** Null if the file does not exist. @throws CxrayError bad-baseline */
export function readCommitted(path: string): BaselineFile | null {
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return null;
  const file = readOwnFile(path, LARGEST);
  if ("error" in file) throw unreadable(path, systemReason(file.error), "Name a baseline file.");
  if ("problem" in file) throw unreadable(path, file.problem, file.remedy);
  return { baseline: parseBaseline(file.text, path), text: file.text };
}

function unreadable(path: string, problem: string, remedy: string): CxrayError {
  return new CxrayError("bad-baseline", `${path} ${problem}`, [remedy]);
}

/** @throws CxrayError unwritable-output */
export function writeCommitted(path: string, baseline: Baseline): void {
  writeOutput(path, baselineDocument(baseline));
}

export function noBaseline(path: string): CxrayError {
  return new CxrayError("no-baseline", `there is no baseline ${path} to compare with`, [
    "Check the name. To create the first baseline: cxray check --init …",
  ]);
}

/** @throws CxrayError other-baseline */
export function refuseOtherImage(path: string, { image }: Baseline, current: Baseline): void {
  const nameOf = (name: string): string => parseImageReference(name).repository || name;
  if (nameOf(image.name) === nameOf(current.image.name)) return;
  throw new CxrayError(
    "other-baseline",
    `${path} is a baseline of ${image.name}, but the recording is of ${current.image.name}`,
    [`Name the baseline of ${current.image.name} with --baseline, or ${image.name} with --image.`],
  );
}

/** The path as reports name it: relative to the root of its repository, if it is in one. */
export function placeInRepository(path: string): string {
  const whole = resolve(path);
  for (let folder = dirname(whole); ; folder = dirname(folder)) {
    if (existsSync(join(folder, ".git"))) return relative(folder, whole);
    if (folder === dirname(folder)) break;
  }
  const fromHere = relative(realpathSync("."), whole);
  return fromHere.startsWith("..") ? path : fromHere;
}
