/** cxray verify --falco: the alerts of Falco rules while a workload runs. */
import { mkdtemp, rm } from "node:fs/promises";
import { existsSync } from "node:fs";
import { arch, release, tmpdir } from "node:os";
import { join } from "node:path";
import { EXIT, type ExitStatus } from "../../../model/errors.js";
import { plural } from "../../../model/plural.js";
import { printable } from "../../../model/text.js";
import { quoteForShell } from "../../gate/verdict.js";
import { badUsage } from "../../options/bad-usage.js";
import { engineCommand } from "../../recording/in-image.js";
import { printResult, info, warn } from "../../terminal/output.js";
import {
  parseEngineCall,
  refuseUnfit,
  requireEngineCommand,
  type EngineCall,
} from "../engine-call.js";
import { runOnce } from "../runs-in-turn.js";
import { lastWords } from "../judge.js";
import type { CapturedRun } from "../captured-run.js";
import { countAlerts, type Alerts } from "./alerts.js";
import { findFalco, WatchingFalco } from "./falco-process.js";

interface Asked {
  readonly rules: readonly string[];
  readonly image: string | undefined;
  readonly engine: string | undefined;
  readonly afterDashes: readonly string[];
  /** milliseconds */
  readonly duration: number | undefined;
  readonly json: boolean;
}

/** @throws CxrayError bad-usage, no-falco, falco-failed, no-engine */
export async function verifyFalco(asked: Asked): Promise<ExitStatus> {
  const missing = asked.rules.find((file) => !existsSync(file));
  if (missing !== undefined) throw badUsage(`there is no file of rules ${missing}`);
  const call = callOf(asked);
  const { version, warnings } = findFalco();
  requireEngineCommand(call);
  for (const warning of warnings) warn(warning);
  const folder = await mkdtemp(join(tmpdir(), "cxray-verify-"));
  try {
    info(`waiting for Falco ${version} to watch`);
    const falco = await WatchingFalco.start(asked.rules, folder);
    try {
      const run = await runOnce({ call, folder, duration: asked.duration });
      if (run === null) {
        warn("nothing was judged: the run was interrupted");
        return EXIT.incomplete;
      }
      const alerts = countAlerts(await falco.finish(), run.containerId ?? "none");
      return report({ ...asked, call, run, alerts, version });
    } finally {
      falco.kill();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function callOf({ image, engine, afterDashes }: Asked): EngineCall {
  if (afterDashes.length > 0) {
    const call = parseEngineCall(afterDashes);
    refuseUnfit(call, []);
    return call;
  }
  if (image !== undefined) return parseEngineCall([...engineCommand(engine), "run", image]);
  throw badUsage("nothing is given to run under Falco's eyes", [
    "Name the image, --image REF, or a command: -- docker run --rm IMAGE",
  ]);
}

interface Result {
  readonly rules: readonly string[];
  readonly json: boolean;
  readonly call: EngineCall;
  readonly run: CapturedRun;
  readonly alerts: Alerts;
  readonly version: string;
}

/** The engine's own failures: no container, or one that could not be started. */
const NOT_STARTED: readonly number[] = [125, 126, 127];

function report({ json, rules, call, run, alerts, version }: Result): ExitStatus {
  const { byRule, others, untold, isIncomplete } = alerts;
  const isStarted = run.containerId !== null && !NOT_STARTED.includes(run.status);
  const isJudged = isStarted && !isIncomplete;
  const verdict = byRule.length > 0 ? "alerts" : isJudged ? "quiet" : "not judged";
  const notes = [
    ...(isStarted ? [] : lastWords(run)),
    ...(isIncomplete ? ["Falco lost events: something may be missing"] : []),
    ...(untold > 0 ? [`${plural(untold, "alert")} of rules that don't name the container`] : []),
    ...(others > 0 ? [`${plural(others, "alert")} of other containers are left out`] : []),
  ];
  const triedOn = `Falco ${version}, Linux ${release()}, ${arch()}`;
  const told: Told = {
    verdict,
    image: call.image,
    rules,
    triedOn,
    status: run.status,
    byRule,
    notes,
  };
  printResult(json ? `${JSON.stringify(told, null, 2)}\n` : formatFalco(told, call));
  if (byRule.length > 0) return EXIT.differs;
  return isJudged ? EXIT.done : EXIT.incomplete;
}

interface Told {
  readonly verdict: "alerts" | "quiet" | "not judged";
  readonly image: string;
  readonly rules: readonly string[];
  readonly triedOn: string;
  readonly status: number;
  readonly byRule: Alerts["byRule"];
  readonly notes: readonly string[];
}

const VERDICTS: Readonly<Record<Told["verdict"], string>> = {
  alerts: "ALERTS: rules report what the workload does",
  quiet: "QUIET: no rule reports what the workload does",
  "not judged": "NOT JUDGED",
};

function formatFalco(told: Told, call: EngineCall): string {
  const command = call.words.flat().map(quoteForShell).join(" ");
  const total = told.byRule.reduce((sum, { count }) => sum + count, 0);
  return [
    `${printable(told.image)} under ${told.rules.map(printable).join(", ")}: ${VERDICTS[told.verdict]}`,
    `  command   ${printable(command)}`,
    `  tried on  ${told.triedOn}`,
    `  status    ${String(told.status)}`,
    `  alerts    ${total === 0 ? "none" : `${String(total)}, by ${plural(told.byRule.length, "rule")}`}`,
    ...told.byRule.flatMap(({ rule, priority, count, first }) => [
      `  ! ${printable(rule)}: ${plural(count, "alert")}, ${printable(priority)}`,
      `      ${printable(first.slice(0, 500))}`,
    ]),
    ...told.notes.map((note) => `note: ${printable(note)}`),
    "",
  ].join("\n");
}
