/** Runs a command in a new container of an image and records it. */
import { spawn } from "node:child_process";
import { CxrayError, EXIT, type ErrorCode } from "../../model/errors.js";
import { ENGINE_ROWS } from "../../model/recordings/engines.js";
import { connectEngines, requireMachine } from "../../record/index.js";
import { ringBytes } from "../options/shared-options.js";
import { info } from "../terminal/output.js";
import { ENDING_SIGNALS } from "../terminal/signals.js";
import { NOT_KEPT, recordInto } from "./record-into.js";
import type { RunOutcome } from "./record-run.js";
import { isInPath } from "./run-command.js";

export interface InImage {
  /** the database to record into */
  readonly db: string;
  readonly image: string | undefined;
  /** the largest size of the database in bytes; undefined for no limit */
  readonly maxSize: number | undefined;
  /** the values of `--engine` and `--buffer` */
  readonly engine: string | undefined;
  readonly buffer: number;
}

/** Runs the command in a container of the image, and records only that container. */
export async function recordInImage(
  options: InImage,
  command: readonly string[],
): Promise<Pick<RunOutcome, "commandExit" | "commandStarted">> {
  const { image } = options;
  if (image === undefined) {
    throw new CxrayError(
      "no-image",
      "--image is missing: in which image should the command run?",
      "Name the image with --image REF.",
    );
  }
  const cli = engineCommand(options.engine);
  requireMachine();
  for (const engine of await connectEngines({ choice: options.engine })) engine.close();
  const name = `cxray-profile-${String(process.pid)}`;
  const release = holdSignals();
  try {
    const created = await ask([...cli, "create", "--name", name, "--", image, ...command]);
    if (!created.fine) {
      throw notStarted(cli, "no-container", `a container of ${image} can't be created`);
    }
    const start = [...cli, "start", "-a", name];
    const { commandExit, commandStarted } = await recordContainer(options, name, start);
    if (!commandStarted) return { commandExit, commandStarted };
    const state = await containerState(cli, name);
    if (state.Error !== "" || (state.Status === "created" && commandExit !== 0)) {
      // The engine's own status. Old engines report 127 for a file that is not executable, too.
      const isThere = state.ExitCode === EXIT.notExecutable;
      const code = isThere ? "command-not-executable" : "no-such-command";
      throw notStarted(cli, code, `${command.join(" ")} can't be started in ${image}`);
    }
    const exit = state.ExitCode ?? commandExit;
    if (exit !== 0) info(`the command ended with exit status ${String(exit)}`);
    return { commandExit: exit, commandStarted };
  } finally {
    // Ctrl-C must not reach it. It may fail if the container was never created.
    await ask([...cli, "rm", "-f", name], { undisturbed: true });
    release();
  }
}

/** Records one container while a command runs. */
async function recordContainer(
  options: InImage,
  name: string,
  command: readonly string[],
): Promise<RunOutcome> {
  return recordInto(options.db, {
    filter: { images: [], containers: [name] },
    engine: options.engine,
    ringSize: ringBytes(options.buffer),
    target: NOT_KEPT,
    command,
    commandOutput: "stderr",
    duration: undefined,
    maxSize: options.maxSize,
  });
}

/** The command line of the engine's own client, for the engine at that socket. */
export function engineCommand(place: string | undefined): readonly string[] {
  if (place === "none") {
    throw new CxrayError(
      "bad-usage",
      "running an image needs a container engine",
      "Leave out --engine none, or name the engine's socket.",
    );
  }
  const commands = ENGINE_ROWS.flatMap(([, { command }]) => command ?? []);
  const command = commands.find(({ name }) => isInPath(name));
  if (command === undefined) {
    const names = commands.map(({ name }) => name).join(" nor ");
    throw new CxrayError("no-engine", `there is neither ${names} in PATH`, [
      `Install ${commands.map(({ name }) => name).join(" or ")}: cxray starts the container with it.`,
      "Or run cxray record, and start the container yourself while it records.",
    ]);
  }
  if (place === undefined) return [command.name];
  const url = place.startsWith("/") ? `unix://${place}` : place;
  return [command.name, command.socketOption, url];
}

/** Keeps signals from ending cxray before the container is removed. Returns what undoes it. */
function holdSignals(): () => void {
  const hold = (): void => undefined;
  for (const signal of ENDING_SIGNALS) process.on(signal, hold);
  return () => {
    for (const signal of ENDING_SIGNALS) process.off(signal, hold);
  };
}

/** Runs the engine's client and passes SIGTERM on to it. Its messages go to stderr. */
async function ask(
  [file = "", ...args]: readonly string[],
  { undisturbed = false } = {},
): Promise<{ fine: boolean; answer: string }> {
  const child = spawn(file, args, {
    stdio: ["ignore", "pipe", undisturbed ? "ignore" : "inherit"],
    detached: undisturbed,
  });
  const end = (): void => {
    child.kill("SIGTERM");
  };
  if (!undisturbed) process.on("SIGTERM", end);
  let answer = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (answer += text));
  const fine = await new Promise<boolean>((resolve) => {
    child.on("error", () => {
      resolve(false);
    });
    child.on("close", (code) => {
      resolve(code === 0);
    });
  });
  process.off("SIGTERM", end);
  return { fine, answer };
}

interface ContainerState {
  readonly Status?: string;
  readonly ExitCode?: number;
  /** why its program could not be started; empty if it was */
  readonly Error: string;
}

async function containerState(cli: readonly string[], name: string): Promise<ContainerState> {
  const { fine, answer } = await ask([...cli, "inspect", "-f", "{{json .State}}", name]);
  return { Error: "", ...(fine ? (JSON.parse(answer) as Partial<ContainerState>) : {}) };
}

function notStarted(
  [engine = ""]: readonly string[],
  code: ErrorCode,
  message: string,
): CxrayError {
  const advice = `The message of ${engine} is above. Check --image, and the command after --.`;
  return new CxrayError(code, message, advice);
}
