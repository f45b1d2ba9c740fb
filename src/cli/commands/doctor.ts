/** `cxray doctor`: checks whether this machine can record, and says what to do if it can't. */
import { CxrayError, EXIT } from "../../model/errors.js";
import { ENGINES } from "../../model/recordings/engines.js";
import {
  checkMachine,
  connectEngines,
  isThere,
  machineFacts,
  type Need,
} from "../../record/index.js";
import { requireSqlite } from "../../store/index.js";
import { whyNoAnswer } from "../recording/engine-socket.js";
import { printResult } from "../terminal/output.js";
import type { CommandFunction } from "./command.js";

interface DoctorArguments {
  readonly engine: string | undefined;
  readonly json: boolean;
}

export const doctor: CommandFunction<DoctorArguments> = async (argv) => {
  const engines = await checkEngines(argv.engine);
  const needs = [...checkMachine(machineFacts()), checkDatabase(), ...engines];
  const failed = needs.filter(({ problem }) => problem !== null).length;
  if (argv.json) {
    const report = { canRecord: failed === 0, checks: needs.map(checkOf) };
    printResult(`${JSON.stringify(report, null, 2)}\n`);
    return failed === 0 ? EXIT.done : EXIT.machine;
  }
  printResult(needs.map(formatNeed).join("") + (await noteOfDocker(engines, argv.engine)));
  printResult(
    failed === 0
      ? "This machine can record.\n"
      : `This machine can't record: ${String(failed)} of ${String(needs.length)} checks failed.\n`,
  );
  return failed === 0 ? EXIT.done : EXIT.machine;
};

/** The result of a check as JSON. */
function checkOf({ name, found, problem, slow }: Need): object {
  const state = problem !== null ? "failed" : slow !== undefined ? "slow" : "ok";
  const { message = null, code = null } = problem ?? {};
  return { name, state, found, code, message, advice: problem?.advice ?? slow ?? [] };
}

function checkDatabase(): Need {
  try {
    return { name: "database", found: `SQLite ${requireSqlite()}`, problem: null };
  } catch (error) {
    if (!(error instanceof CxrayError)) throw error;
    return { name: "database", found: "no SQLite", problem: error };
  }
}

/** Milliseconds until an engine counts as slow. A person can wait longer than a recording. */
const CONNECT_TIMEOUT = 5_000;

const SLOW_ADVICE = [
  "cxray can record meanwhile, and learns the images once the engine answers.",
  "Restart the engine if it never does.",
];

async function checkEngines(choice: string | undefined): Promise<Need[]> {
  try {
    const engines = await connectEngines({ choice, connectTimeout: CONNECT_TIMEOUT });
    for (const engine of engines) engine.close();
    const present = engines.filter(isThere);
    const answering = present.filter(({ state }) => state === "answers");
    const found = answering.map((engine) => engine.description).join(", ");
    const slow = present.filter(({ state }) => state === "slow");
    const none = present.length === 0 ? "none, as asked" : "none yet";
    return [
      { name: "engine", found: found === "" ? none : found, problem: null },
      ...slow.map(({ description, trouble }) => {
        const text = `${description}: ${trouble}`;
        return { name: "engine", found: text, problem: null, slow: SLOW_ADVICE };
      }),
    ];
  } catch (error) {
    if (!(error instanceof CxrayError)) throw error;
    return [{ name: "engine", found: "none answers", problem: error }];
  }
}

/** A note if Docker does not answer but another engine does, for people who use Docker. */
async function noteOfDocker(engines: readonly Need[], choice: string | undefined): Promise<string> {
  const [{ problem } = { problem: null }] = engines;
  const found = engines.map((engine) => engine.found).join();
  const [usual] = ENGINES.docker.api.sockets;
  const place = choice ?? process.env[ENGINES.docker.api.variable] ?? "";
  const socket = place === "" ? usual : place.replace(/^unix:\/\//u, "");
  const isKnown = /\b(?:docker|podman) \d/u.test(found) || found.includes(`${usual}: `);
  const isMeant = place === "" ? !isKnown : problem !== null;
  if (!isMeant || !socket.startsWith("/")) return "";
  const why = await whyNoAnswer(socket);
  const who = place === "" ? "Docker doesn't answer at" : "no answer at";
  return `note  ${"".padEnd(14)} ${who} ${socket}: ${why}\n`;
}

function formatNeed({ name, found, problem, slow }: Need): string {
  const met = slow === undefined ? "ok  " : "slow";
  const mark = problem === null ? met : "FAIL";
  const advice = problem === null ? (slow ?? []) : [problem.message, ...problem.advice];
  return [
    `${mark}  ${name.padEnd(14)} ${found}`,
    ...advice.map((line) => `      ${line}`),
    "",
  ].join("\n");
}
