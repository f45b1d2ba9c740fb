/** cxray check: compares what an image does with its committed baseline. */
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
import { failing, isInCi, shellWord, today, verdictOf } from "../gate/verdict.js";
import { tell, warn } from "../terminal/output.js";
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
          // what earlier runs did was not asked about
          since: runs.length < current.runs.count ? since : undefined,
          hasGone: findings.some(({ change }) => change === "gone"),
        }),
    version: cxrayVersion(),
  };
  deliver(report, reports);
  const sure = howSure(current);
  if (sure !== null) tell(`${current.image.name}: ${sure}`);
  const verdict = verdictOf(report);
  if (!isShown(reports)) tell(wordsOf(verdict, file));
  return verdict;
};

/** Null: the command's containers are none of that image, which is said. */
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

/** Why what was seen can't vouch for all that the image does. */
function notesOf(seen: Seen, recorded: Recorded | null): string[] {
  const isFailed = recorded !== null && recorded.commandExit !== 0;
  return [...(isFailed ? [failureOf(recorded)] : []), ...whyIncomplete(seen)];
}

function failureOf({ commandExit, commandStarted }: Recorded): string {
  if (!commandStarted) return "the command was not started: a signal came first";
  const status = `the command ended with exit status ${String(commandExit)}`;
  return `${status}: what it would have done after that was not seen`;
}

/** A baseline that is made of a bad night would have to be trusted for ever. */
function init(
  file: string,
  current: Baseline,
  notes: readonly string[],
  policy: Policy | undefined,
): ExitStatus {
  if (notes.length > 0) {
    for (const note of notes) warn(note);
    warn(`${file} was not made: what was seen is incomplete`);
    return EXIT.incomplete;
  }
  const { baseline, leftOut } = withoutForbidden(current, policy);
  writeCommitted(file, baseline);
  for (const sentence of leftOut) warn(sentence);
  if (isInCi()) {
    warn(`${file} was MADE in this run, and NOTHING was compared: commit it, and leave --init out`);
  } else tell(`${file} was made from what was seen: commit it`);
  return leftOut.length > 0 ? EXIT.differs : EXIT.done;
}

/** Where the command line says on what to fail, it says it alone. */
function failsOf(argv: CheckArguments & Invocation, { fail }: Config): ReturnType<typeof failing> {
  const on = argv["fail-on"] as FailOn;
  const least = argv["fail-on-severity"] as Severity;
  const { kinds = [] } = argv.typed.has("fail-on") ? {} : (fail ?? {});
  return failing(on, least, typeof kinds === "string" ? [kinds] : kinds);
}

/** Not what is forbidden, and not what comes with it. */
function isAcceptable(findings: readonly Finding[]): (finding: Finding) => boolean {
  const forbidden = new Set(
    findings.filter(({ change }) => change === "never").map(({ what }) => what),
  );
  return ({ change, entailedBy }) => change !== "never" && !forbidden.has(entailedBy ?? "");
}

interface Acceptable {
  /** accept only what was seen from then on */
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
  const command = words.map(shellWord).join(" ");
  return hasGone ? `${command}   (with --prune: take out what is gone)` : command;
}

function wordsOf(verdict: ExitStatus, file: string): string {
  if (verdict === EXIT.differs) return `the image does not do what ${file} says`;
  return verdict === EXIT.done ? `nothing fails against ${file}` : "what was seen is incomplete";
}
