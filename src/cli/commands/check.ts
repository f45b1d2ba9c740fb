/** `cxray check`: compares what an image does with its committed baseline. */
import { howSure } from "../../gaps/how-sure.js";
import {
  compare,
  judgeFindings,
  worstFirst,
  type Finding,
  type Severity,
} from "../../gate/index.js";
import type { Baseline } from "../../model/baseline/baseline.js";
import { CxrayError, EXIT, type ExitStatus } from "../../model/errors.js";
import type { Config } from "../config/config.js";
import { withoutForbidden, type Policy } from "../../policy/index.js";
import { learningOf, type Learning } from "../baselines.js";
import type { FailOn } from "../gate/choices.js";
import {
  noBaseline,
  placeInRepository,
  readCommitted,
  refuseOtherImage,
  requireFile,
  writeCommitted,
} from "../gate/committed.js";
import { recordCommand, type Recorded } from "../gate/record-command.js";
import { deliver, isShown, wantedReports } from "../gate/reports.js";
import { loadSeen, whyIncomplete, type Seen } from "../gate/seen.js";
import { failing, isInCi, quoteForShell, today, verdictOf } from "../gate/verdict.js";
import { info, warn } from "../terminal/output.js";
import { cxrayVersion } from "../version.js";
import type { CommandFunction, Invocation } from "./command.js";

interface CheckArguments {
  readonly db: string;
  readonly baseline: string | undefined;
  readonly image: string | undefined;
  readonly latest: boolean;
  readonly since: string | undefined;
  readonly "include-sessions": boolean;
  readonly init: boolean;
  readonly format: string;
  readonly output: string | undefined;
  readonly report: readonly string[];
  readonly "fail-on": string;
  readonly "fail-on-severity": string;
  readonly engine: string | undefined;
  readonly buffer: number;
  readonly "max-size": string | undefined;
}

export const check: CommandFunction<CheckArguments> = async (argv, config) => {
  const file = requireFile("check", argv.baseline);
  const reports = wantedReports(argv);
  const committed = readCommitted(file);
  if (committed === null && !argv.init) throw noBaseline(file);
  const image = argv.image ?? committed?.baseline.image.name;
  const recorded = argv.afterDashes.length === 0 ? null : await recordCommand(argv);
  const seen = load({ ...argv, image }, learningOf(config, argv), recorded);
  if (seen === null) return EXIT.incomplete;
  const { current, since, runs } = seen;
  const notes = notesOf(seen, recorded);
  const { policy } = config;
  if (committed === null) return init(file, current, notes, policy);
  refuseOtherImage(file, committed.baseline, current);
  const compared = { committed: committed.baseline, text: committed.text, current, since, policy };
  const judged = judgeFindings(compare(compared), {
    policy,
    image: current.image,
    today: today(),
  });
  const findings = worstFirst(judged.findings);
  const report = {
    findings,
    fails: failsOf(argv, config),
    image: current.image.name,
    file: placeInRepository(file),
    runs: runs.length,
    notes: [...notes, ...judged.notes],
    ignored: judged.ignored,
    isComplete: notes.length === 0,
    accept: !findings.some(isAcceptable(findings))
      ? null
      : acceptCommand(file, argv, {
          // accept only what the compared runs did
          since: runs.length < current.runs.count ? since : undefined,
          hasGone: findings.some(({ change }) => change === "gone"),
        }),
    version: cxrayVersion(),
  };
  deliver(report, reports);
  const sure = howSure(current);
  if (sure !== null) info(`${current.image.name}: ${sure}`);
  const verdict = verdictOf(report);
  if (!isShown(reports)) info(wordsOf(verdict, file));
  return verdict;
};

/** Null if the command started no container of the image; then it has warned about it. */
function load(argv: CheckArguments, learning: Learning, recorded: Recorded | null): Seen | null {
  try {
    const seen = loadSeen(argv, learning, recorded?.since);
    if (recorded === null || seen.runs.length > 0) return seen;
  } catch (error) {
    const isMissing = error instanceof CxrayError && NOT_RECORDED.has(error.code);
    if (recorded === null || !isMissing) throw error;
  }
  const name = argv.image ?? "an image";
  const failed = recorded.commandExit === 0 ? "" : `; ${failureOf(recorded)}`;
  warn(`nothing was compared: the command started no container of ${name}${failed}`);
  return null;
}

const NOT_RECORDED: ReadonlySet<string> = new Set(["unknown-image", "no-image", "no-runs"]);

/** Why the recording may not show everything that the image does. */
function notesOf(seen: Seen, recorded: Recorded | null): string[] {
  const isFailed = recorded !== null && recorded.commandExit !== 0;
  return [...(isFailed ? [failureOf(recorded)] : []), ...whyIncomplete(seen)];
}

function failureOf({ commandExit, commandStarted }: Recorded): string {
  if (!commandStarted) return "the command was not started, because a signal came first";
  const status = `the command ended with exit status ${String(commandExit)}`;
  return `${status}, so it may not have done everything`;
}

/** Creates the committed baseline, but not from an incomplete recording. */
function init(
  file: string,
  current: Baseline,
  notes: readonly string[],
  policy: Policy | undefined,
): ExitStatus {
  if (notes.length > 0) {
    for (const note of notes) warn(note);
    warn(`${file} was not created, because the recording is incomplete`);
    return EXIT.incomplete;
  }
  const { baseline, leftOut } = withoutForbidden(current, policy);
  writeCommitted(file, baseline);
  for (const sentence of leftOut) warn(sentence);
  if (isInCi()) {
    warn(`${file} was CREATED by this run, so NOTHING was compared: commit it and remove --init`);
  } else info(`${file} was created from this recording: commit it`);
  return leftOut.length > 0 ? EXIT.differs : EXIT.done;
}

/** Which findings fail. `--fail-on` on the command line overrides the lists of cxray.yaml. */
function failsOf(argv: CheckArguments & Invocation, { fail }: Config): ReturnType<typeof failing> {
  const on = argv["fail-on"] as FailOn;
  const least = argv["fail-on-severity"] as Severity;
  const { kinds = [] } = argv.typed.has("fail-on") ? {} : (fail ?? {});
  return failing(on, least, typeof kinds === "string" ? [kinds] : kinds);
}

/** Whether `cxray accept` takes a finding: not if it is forbidden or belongs to a forbidden one. */
function isAcceptable(findings: readonly Finding[]): (finding: Finding) => boolean {
  const forbidden = new Set(
    findings.filter(({ change }) => change === "never").map(({ what }) => what),
  );
  return ({ change, entailedBy }) => change !== "never" && !forbidden.has(entailedBy ?? "");
}

interface Acceptable {
  /** accept only what was seen since then */
  readonly since: string | undefined;
  readonly hasGone: boolean;
}

function acceptCommand(
  file: string,
  { typed, db, image }: CheckArguments & Invocation,
  { since, hasGone }: Acceptable,
): string {
  const words = ["cxray", "accept", "--baseline", file];
  if (typed.has("db")) words.push("--db", db);
  if (typed.has("image") && image !== undefined) words.push("--image", image);
  if (since !== undefined) words.push("--since", since);
  const command = words.map(quoteForShell).join(" ");
  return hasGone ? `${command}   (with --prune: remove what is gone)` : command;
}

function wordsOf(verdict: ExitStatus, file: string): string {
  if (verdict === EXIT.differs) return `the image differs from ${file}`;
  return verdict === EXIT.done ? `the image fits ${file}` : "the recording is incomplete";
}
