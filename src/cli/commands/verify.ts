/** cxray verify: runs an image under the policy that cxray emits, and says whether it holds. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Baseline } from "../../model/baseline/baseline.js";
import { EXIT } from "../../model/errors.js";
import { requireMachine } from "../../record/index.js";
import type { Store } from "../../store/index.js";
import { baselineFor, learningOf, wantedRuns, withStore } from "../baselines.js";
import { quoteForShell } from "../gate/verdict.js";
import { mainUsers } from "../emit/main-users.js";
import { badUsage } from "../options/bad-usage.js";
import { parseDuration } from "../options/duration.js";
import { formatOptionNames, ringBytes } from "../options/shared-options.js";
import { NOT_KEPT, recordInto } from "../recording/record-into.js";
import { printResult, warn } from "../terminal/output.js";
import { callFor } from "../verify/call-for.js";
import type { EngineCall } from "../verify/engine-call.js";
import { differsInOutput, exitOf, judge } from "../verify/judge.js";
import { refuseOwnFile, writeExtended } from "../verify/learn.js";
import { observe } from "../verify/observe.js";
import { POLICIES, type Policy, type PolicyRow } from "../verify/policies.js";
import { POLICY_FORMATS, type PolicyName } from "../verify/policy-names.js";
import { runInTurn, type Runs } from "../verify/runs-in-turn.js";
import { formatVerdict, verdictDocument } from "../verify/text.js";
import type { CommandFunction, Invocation } from "./command.js";

interface VerifyArguments {
  readonly db: string;
  readonly image: string | undefined;
  readonly baseline: string | undefined;
  readonly latest: boolean;
  readonly since: string | undefined;
  readonly format: string;
  readonly duration: string | undefined;
  readonly learn: string | undefined;
  readonly falco: readonly string[];
  readonly json: boolean;
  readonly "include-sessions": boolean;
  readonly engine: string | undefined;
  readonly buffer: number;
}

export const verify: CommandFunction<VerifyArguments> = async (argv, config) => {
  const duration = argv.duration === undefined ? undefined : parseDuration(argv.duration);
  if (argv.falco.length > 0) {
    refuseBesideFalco(argv);
    const { verifyFalco } = await import("../verify/falco/verify-falco.js");
    return verifyFalco({ ...argv, rules: argv.falco, duration });
  }
  refuseOwnFile(argv.learn, argv.baseline);
  refuseWithoutEffect(argv);
  const row = POLICIES[argv.format as PolicyName];
  const { baseline, call } = callFor(argv, row.taken, (image) =>
    baselineFor({ ...argv, image }, config),
  );
  requireMachine();
  const folder = await mkdtemp(join(tmpdir(), "cxray-verify-"));
  let policy: Policy | null = null;
  try {
    const mainUsersOf = (): readonly number[] => usersOf(argv, baseline);
    policy = await row.prepare({ baseline, given: { ...config, ...argv, mainUsersOf }, folder });
    for (const warning of policy.warnings) warn(warning);
    const db = join(folder, "cxray.db");
    const runs = await recordRuns(argv, { call, policy, folder, db, duration });
    if (runs === null) {
      warn("nothing was judged: the runs were interrupted");
      return EXIT.incomplete;
    }
    const exit = withStore(db, (store) => report(store, runs, { argv, row, baseline, call }));
    if (argv.learn === undefined) return exit;
    const learnt = { learning: learningOf(config, argv), policy: config.policy };
    if (exit !== EXIT.incomplete) writeExtended(argv.learn, { ...learnt, baseline, db, runs });
    else warn(`${argv.learn} was not written: the runs could not be judged`);
    return exit;
  } finally {
    policy?.release?.();
    await rm(folder, { recursive: true, force: true });
  }
};

/** Falco is given its rules: nothing is emitted, and nothing learnt. */
function refuseBesideFalco({ typed }: Invocation): void {
  const found = [...BESIDE_FALCO, ...formatOptionNames()].find((option) => typed.has(option));
  if (found === undefined) return;
  throw badUsage(`--${found} has no effect beside --falco`, [
    "Falco is given the rules as they are; emit them first: cxray emit -f falco -o FILE",
  ]);
}

const BESIDE_FALCO = ["format", "learn", "db", "baseline", "latest", "since", "include-sessions"];

/** An option that was typed, and is of no format that is emitted here. */
function refuseWithoutEffect({ typed, format }: VerifyArguments & Invocation): void {
  const own = formatOptionNames(POLICY_FORMATS[format as PolicyName]);
  const found = formatOptionNames().find((option) => typed.has(option) && !own.includes(option));
  if (found === undefined) return;
  throw badUsage(`--${found} has no effect on --format ${format}`, ["Leave the option out."]);
}

/** Those that the containers ran as, which only a database says. */
function usersOf(argv: VerifyArguments & Invocation, { image }: Baseline): readonly number[] {
  if (argv.baseline !== undefined) return [];
  const wanted = wantedRuns({ ...argv, image: argv.image ?? image.name });
  return withStore(argv.db, (store) => mainUsers(store, wanted));
}

interface Plan {
  readonly call: EngineCall;
  readonly policy: Policy;
  /** a private one */
  readonly folder: string;
  readonly db: string;
  /** milliseconds */
  readonly duration: number | undefined;
}

/** Null: a signal came. */
async function recordRuns(argv: VerifyArguments, plan: Plan): Promise<Runs | null> {
  const { call, policy, folder, db, duration } = plan;
  let result: Promise<Runs | null> = Promise.resolve(null);
  await recordInto(db, {
    filter: { images: [call.image], containers: [] },
    engine: argv.engine,
    ringSize: ringBytes(argv.buffer),
    target: NOT_KEPT,
    command: call.words.flat(),
    commandOutput: "stderr",
    start: () => {
      const running = runInTurn({
        call,
        options: policy.options,
        folder,
        duration,
        differ: differsInOutput,
      });
      ({ result } = running);
      return running;
    },
    duration: undefined,
  });
  return result;
}

interface About {
  readonly argv: VerifyArguments;
  readonly row: PolicyRow;
  readonly baseline: Baseline;
  readonly call: EngineCall;
}

function report(store: Store, runs: Runs, { argv, row, baseline, call }: About): number {
  const observed = observe(store, runs, baseline, row);
  const judgement = judge(runs, observed);
  const told = {
    ...judgement,
    image: baseline.image.name,
    policy: row.title,
    command: call.words.flat().map(quoteForShell).join(" "),
    triedOn: observed.triedOn,
    madeWith: baseline.runs.runtimes.map(({ name, version }) => `${name} ${version}`.trim()),
    wordsOn: observed.known.wordsOn.bind(observed.known),
  };
  printResult(argv.json ? verdictDocument(told) : formatVerdict(told));
  return exitOf(judgement);
}
