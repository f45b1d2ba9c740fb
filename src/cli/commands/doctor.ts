/** cxray doctor: whether this machine can record, and what to do where it can't. */
import { CxrayError, EXIT } from "../../model/errors.js";
import { connectEngines } from "../../record/containers/connect-engines.js";
import { checkMachine, machineFacts, type Need } from "../../record/machine.js";
import { DOCKER_SOCKET, whyNoAnswer } from "../engine-socket.js";
import { engineOption } from "../options.js";
import { printResult } from "../output.js";
import type { MakeCommand } from "./command.js";

interface DoctorArguments {
  readonly engine: string | undefined;
}

export const doctor: MakeCommand<DoctorArguments> = (config, setExit) => ({
  command: "doctor",
  describe: "check whether this machine can record",
  builder: (yargs) => yargs.options(engineOption(config)),
  handler: async (argv) => {
    const engine = await checkEngine(argv.engine);
    const needs = [...checkMachine(machineFacts()), engine];
    printResult(needs.map(formatNeed).join("") + (await noteOfDocker(engine, argv.engine)));
    const failed = needs.filter(({ problem }) => problem !== null).length;
    printResult(
      failed === 0
        ? "This machine can record.\n"
        : `This machine can't record: ${String(failed)} of ${String(needs.length)} checks failed.\n`,
    );
    setExit(failed === 0 ? EXIT.done : EXIT.machine);
  },
});

async function checkEngine(choice: string | undefined): Promise<Need> {
  try {
    const engines = await connectEngines(choice);
    for (const engine of engines) engine.close();
    const found = engines.map((engine) => engine.description).join(", ");
    return { name: "engine", found: found === "" ? "none, as asked" : found, problem: null };
  } catch (error) {
    if (!(error instanceof CxrayError)) throw error;
    return { name: "engine", found: "none answers", problem: error };
  }
}

/** That another engine answers may not be what a person who uses Docker expects. */
async function noteOfDocker({ found, problem }: Need, choice: string | undefined): Promise<string> {
  const place = choice ?? process.env["DOCKER_HOST"] ?? "";
  const socket = place === "" ? DOCKER_SOCKET : place.replace(/^unix:\/\//u, "");
  const isMeant = place === "" ? !/\b(?:docker|podman) \d/u.test(found) : problem !== null;
  if (!isMeant || !socket.startsWith("/")) return "";
  const why = await whyNoAnswer(socket);
  const who = place === "" ? "Docker doesn't answer at" : "no answer at";
  return `note  ${"".padEnd(14)} ${who} ${socket}: ${why}\n`;
}

function formatNeed({ name, found, problem }: Need): string {
  const mark = problem === null ? "ok  " : "FAIL";
  const advice = problem === null ? [] : [problem.message, ...problem.advice];
  return [
    `${mark}  ${name.padEnd(14)} ${found}`,
    ...advice.map((line) => `      ${line}`),
    "",
  ].join("\n");
}
