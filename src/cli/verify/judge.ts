/** Judges a policy from the runs of a workload. */
import { EXIT, type ExitStatus } from "../../model/errors.js";
import { plural } from "../../model/plural.js";
import type { CapturedRun } from "./captured-run.js";
import {
  compareOutput,
  compareWithBoth,
  countLines,
  isSameOrder,
  READINGS,
  type OutputDifference,
  type Reading,
} from "./compare-output.js";
import type { Refusal, Refusals } from "./refusals.js";
import type { Runs } from "./runs-in-turn.js";

/** What was recorded of the containers. */
export interface Observed {
  /** whether the container's own program was executed */
  readonly isStarted: { readonly free: boolean; readonly under: boolean };
  readonly refusals: Refusals;
  /** intended refusals, which programs can handle */
  readonly meant: readonly Refusal[];
  /** why something may be missing, a sentence each */
  readonly missing: readonly string[];
}

export interface Judgement {
  readonly verdict: "held" | "refused" | "differs" | "not judged";
  readonly refusals: readonly Refusal[];
  readonly differences: readonly OutputDifference[];
  /** the exit statuses */
  readonly status: { readonly free: number; readonly under: number };
  /** what was compared, and how: a clause */
  readonly output: string;
  /** notes for the reader, a sentence each */
  readonly notes: readonly string[];
}

/** Whether another run is needed to decide why the outputs differ. */
export function differsInOutput(runs: Runs): boolean {
  return compare(runs).differences.length > 0;
}

export function judge(runs: Runs, observed: Observed): Judgement {
  const { free, under, underAgain = under } = runs;
  const { isStarted, refusals, meant } = observed;
  // Of two runs under the policy, the exit status that differs counts.
  const isAsFree = under.status === free.status;
  const status = { free: free.status, under: isAsFree ? underAgain.status : under.status };
  const notes = [...notesOn(refusals, meant), ...observed.missing];
  if (!isStarted.free) {
    const why = "without the policy no program was seen to start in a container of the image";
    return notJudged(status, [why, ...lastWords(free), ...observed.missing]);
  }
  const { output, differences, isKnown } = compareAll(runs);
  const base = { refusals: refusals.byPolicy, differences, status, output };
  if (!isStarted.under) {
    const why = "under the policy the container did not start";
    return { ...base, verdict: "refused", notes: [why, ...lastWords(under), ...notes] };
  }
  if (refusals.byPolicy.length > 0) return { ...base, verdict: "refused", notes };
  if (status.free !== status.under || (differences.length > 0 && isKnown)) {
    return { ...base, verdict: "differs", notes };
  }
  const isJudged = differences.length === 0 && observed.missing.length === 0;
  return { ...base, verdict: isJudged ? "held" : "not judged", notes };
}

function notJudged(status: Judgement["status"], notes: readonly string[]): Judgement {
  return {
    verdict: "not judged",
    refusals: [],
    differences: [],
    status,
    output: "not compared",
    notes,
  };
}

const MOST_WORDS = 5;

/** The engine's last messages, for a container that did not start. */
export function lastWords({ stderr }: CapturedRun): string[] {
  const lines = stderr.split("\n").filter((line) => line.trim() !== "");
  return lines.slice(-MOST_WORDS).map((line) => `the engine: ${line.trim()}`);
}

function notesOn({ inBoth }: Refusals, meant: readonly Refusal[]): string[] {
  return [
    ...(inBoth === 0
      ? []
      : [`${plural(inBoth, "refusal")} of other causes: the run without the policy met the same`]),
    ...meant.map(({ call, error }) => `${call} is answered with ${error} on purpose, and was`),
  ];
}

interface Compared {
  readonly output: string;
  readonly differences: readonly OutputDifference[];
  /** false: the output also differs without the policy, so the difference proves nothing */
  readonly isKnown: boolean;
}

/** What a reading ignores, in words. */
const SET_ASIDE: Readonly<Record<Reading, string>> = {
  plain: "",
  "without-numbers": ", but for numbers",
  words: ", but for numbers and the order of words",
};

/** A policy affects each run in the same way, so of two runs under it the better one counts. */
function compareAll(runs: Runs): Compared {
  const { underAgain } = runs;
  const first = compare(runs);
  if (underAgain === undefined || first.differences.length === 0) return first;
  const second = compare({ ...runs, under: underAgain });
  if (second.differences.length > 0) return first;
  return { ...second, output: `${second.output}; one of two runs under the policy differs` };
}

function compare({ free, under, again, underAgain }: Runs): Compared {
  const cut = free.isCut || under.isCut ? "; only the first 16 MB of a stream were compared" : "";
  const order = isSameOrder(free, under) ? "" : ", in another order";
  const aside = `times and pids set aside${cut}`;
  const same = `the same ${plural(countLines(free), "line")}${order}`;
  for (const reading of READINGS) {
    const differences = compareOutput(free, under, reading);
    const but = SET_ASIDE[reading];
    if (differences.length === 0) {
      const why = but === "" ? "" : `${but}: ${VARIES}`;
      return { output: `${same}${why} (${aside})`, differences, isKnown: true };
    }
    // a difference between two runs of the same kind is not caused by the policy
    const isVarying =
      (again !== null && compareOutput(free, again, reading).length > 0) ||
      (underAgain !== undefined && compareOutput(under, underAgain, reading).length > 0);
    if (!isVarying) return { output: `differs${but} (${aside})`, differences, isKnown: true };
  }
  const differences = again === null ? [] : compareWithBoth(free, again, under);
  if (differences.length === 0) {
    const output = `nothing but what differs without the policy too: ${VARIES} (${aside})`;
    return { output, differences, isKnown: true };
  }
  return { output: `not comparable: ${VARIES}`, differences, isKnown: false };
}

const VARIES = "two runs under the same conditions differ as well";

export function exitOf({ verdict }: Judgement): ExitStatus {
  switch (verdict) {
    case "held":
      return EXIT.done;
    case "refused":
    case "differs":
      return EXIT.differs;
    case "not judged":
      return EXIT.incomplete;
  }
}
