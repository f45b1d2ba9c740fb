/** Runs the command that a recording is about. */
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { CxrayError } from "../model/errors.js";

export interface RunningCommand {
  /** its exit status as a shell gives it: 128 and the number for a signal */
  readonly finished: Promise<number>;
  readonly kill: (signal: NodeJS.Signals) => void;
}

/**
 * Starts a command with our terminal. Where our stdout is for results, its
 * output goes to stderr.
 *
 * @throws CxrayError no-such-command, by `finished`
 */
export function runCommand(
  command: readonly string[],
  output: "stdout" | "stderr",
): RunningCommand {
  const [file = "", ...args] = command;
  const child = spawn(file, args, {
    stdio: ["inherit", output === "stdout" ? "inherit" : 2, "inherit"],
  });
  const finished = new Promise<number>((resolve, reject) => {
    child.on("error", (error: NodeJS.ErrnoException) => {
      reject(noSuchCommand(file, error));
    });
    child.on("exit", (code, signal) => {
      resolve(code ?? 128 + constants.signals[signal ?? "SIGTERM"]);
    });
  });
  return {
    finished,
    kill: (signal) => {
      child.kill(signal);
    },
  };
}

function noSuchCommand(file: string, error: NodeJS.ErrnoException): CxrayError {
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: "there is no such program",
    EACCES: "it is not executable",
  };
  const reason = reasons[error.code ?? ""] ?? error.message;
  return new CxrayError(
    "no-such-command",
    `${file} can't be started: ${reason}`,
    "Check the command after --; options of cxray go before it.",
  );
}
