/** Runs the built command as a user would: `dist/cli/main.js` as a process of its own. */
import { once } from "node:events";
import { after } from "node:test";
import { packageFile } from "../../../src/files/package-root.js";
import {
  runCommand,
  startCommand,
  type CommandOptions,
  type Outcome,
  type Started,
} from "./command.js";

const TIMEOUT_MS = 30_000;

/** cxray while it runs. */
export interface RunningCxray {
  /** Waits until all that was written to standard error fits, and gives the match. */
  readonly waitFor: (pattern: RegExp) => Promise<RegExpExecArray>;
  /** As above, for standard output. */
  readonly waitForResult: (pattern: RegExp) => Promise<RegExpExecArray>;
  /** Sends a signal, SIGINT unless told, and waits for the end. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<Outcome>;
  readonly ended: Promise<Outcome>;
  readonly pid: number;
}

/** Runs cxray to its end. */
export async function cxray(args: string[], options: CommandOptions = {}): Promise<Outcome> {
  return await runCommand(process.execPath, [main(), ...args], options);
}

/** Starts cxray and waits for the message that says it is ready; never for a time. */
export async function startCxray(
  args: string[],
  options: CommandOptions & { readonly ready?: RegExp } = {},
): Promise<RunningCxray> {
  const started = startCommand(process.execPath, [main(), ...args], options);
  // A test that fails half-way leaves no recorder behind.
  after(() => started.child.kill("SIGKILL"));
  await seen(started, "stderr", options.ready ?? /recording/i);
  return {
    waitFor: async (pattern) => await seen(started, "stderr", pattern),
    waitForResult: async (pattern) => await seen(started, "stdout", pattern),
    stop: async (signal = "SIGINT") => {
      started.child.kill(signal);
      return await started.ended;
    },
    ended: started.ended,
    pid: started.child.pid ?? 0,
  };
}

async function seen(
  { child, output, ended }: Started,
  stream: "stdout" | "stderr",
  pattern: RegExp,
): Promise<RegExpExecArray> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  for (let over = false; ;) {
    const match = pattern.exec(output[stream]);
    if (match !== null) return match;
    if (over || signal.aborted) throw new Error(missed(pattern, over, output));
    const more = once(child[stream], "data", { signal }).then(
      () => false,
      () => false,
    );
    over = await Promise.race([more, ended.then(() => true)]);
  }
}

function missed(pattern: RegExp, over: boolean, output: Started["output"]): string {
  const why = over ? "cxray ended" : `${String(TIMEOUT_MS / 1000)} s passed`;
  return `${why} before ${String(pattern)} was seen\n${output.stderr}\n${output.stdout}`;
}

function main(): string {
  return packageFile("dist/cli/main.js");
}
