/** Runs other programs for the tests: everything they said, and how they ended. */
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";

export interface Outcome {
  /** null when a signal ended the program */
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly input?: string | Buffer;
}

/** A started program whose output is collected. */
export interface Started {
  readonly child: ChildProcessWithoutNullStreams;
  readonly output: { stdout: string; stderr: string };
  readonly ended: Promise<Outcome>;
}

export function startCommand(file: string, args: string[], options: CommandOptions = {}): Started {
  const child = spawn(file, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
  // A program may end without reading its input, which is no fault of the test.
  child.stdin.on("error", () => undefined).end(options.input ?? "");
  const ended = new Promise<Outcome>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status, signal) => {
      resolve({ status, signal, ...output });
    });
  });
  return { child, output, ended };
}

export async function runCommand(
  file: string,
  args: string[],
  options: CommandOptions = {},
): Promise<Outcome> {
  return await startCommand(file, args, options).ended;
}

/** As above, for what has to succeed: gives what it printed, without the last newline. */
export async function printedBy(
  file: string,
  args: string[],
  options: CommandOptions = {},
): Promise<string> {
  const { status, signal, stdout, stderr } = await runCommand(file, args, options);
  if (status === 0) return stdout.trimEnd();
  throw new Error(`${file} ${args.join(" ")} ended with ${String(status ?? signal)}: ${stderr}`);
}
