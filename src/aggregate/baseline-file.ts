/** Reads committed baseline files. */
import { readOwnFile } from "../files/own-file.js";
import {
  BASELINE_VERSION,
  type Baseline,
  type BaselineDocument,
} from "../model/baseline/baseline.js";
import { CxrayError, systemReason } from "../model/errors.js";
import { withoutStability } from "./document.js";
import { upgradeBaseline } from "./upgrade.js";
import { baselineProblems } from "./validate.js";

/** In bytes. A baseline of 100,000 entries has about 50 MB. */
const LARGEST = 512 * 1024 * 1024;

/**
 * Reads a baseline file. Upgrades an earlier version of the document.
 * @throws CxrayError bad-baseline, with the line if it is known
 */
export function readBaselineFile(path: string): Baseline {
  const file = readOwnFile(path, LARGEST);
  if ("error" in file) {
    throw refusal(path, `can't be read: ${systemReason(file.error)}`, "Name a baseline file.");
  }
  if ("problem" in file) throw refusal(path, file.problem, file.remedy);
  return parseBaseline(file.text, path);
}

/**
 * Parses a baseline document; errors call it `name`.
 * @throws CxrayError bad-baseline
 */
export function parseBaseline(text: string, name: string): Baseline {
  const parsed = upgradeBaseline(parseJson(text, name));
  const { version } = (parsed ?? {}) as { version?: unknown };
  if (typeof version === "number" && version > BASELINE_VERSION) {
    throw refusal(name, "was written by a newer cxray", "Use that version of cxray.");
  }
  const problems = baselineProblems(parsed);
  if (problems.length === 0) return withoutStability(parsed as BaselineDocument);
  throw new CxrayError("bad-baseline", `${name} is not a baseline`, [
    ...problems.slice(0, 5),
    "Restore the file, or write it again: cxray profile --image REF --json",
  ]);
}

function parseJson(text: string, name: string): unknown {
  const conflict = /^(?:<{7}|={7}|>{7})(?: |$)/mu.exec(text);
  if (conflict !== null) {
    throw refusal(
      `${name}, line ${String(lineAt(text, conflict.index))},`,
      "has the marks of a merge conflict",
      "Take one side, or both: git show :2:FILE > ours, git show :3:FILE > theirs, cxray merge",
    );
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    const position = positionOf(error, text);
    const line = lineAt(text.trimEnd(), position);
    const isCut = position >= text.trimEnd().length;
    throw refusal(
      `${name}, line ${String(line)},`,
      isCut ? "ends in the middle" : "is not JSON",
      "Restore the file, or write it again: cxray profile --image REF --json",
    );
  }
}

/** V8's messages contain the position, `in JSON at position 17`, except at the end of the text. */
function positionOf(error: unknown, text: string): number {
  const position =
    error instanceof Error ? /at position (\d+)/u.exec(error.message)?.[1] : undefined;
  return position === undefined ? text.trimEnd().length : Number(position);
}

function lineAt(text: string, position: number): number {
  return text.slice(0, position).split("\n").length;
}

function refusal(name: string, problem: string, remedy: string): CxrayError {
  return new CxrayError("bad-baseline", `${name} ${problem}`, [remedy]);
}
