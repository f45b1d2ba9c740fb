/** Runs the command that is recorded. */
import { spawn } from "node:child_process";
import { accessSync, constants as files, statSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { CxrayError } from "../../model/errors.js";

export interface RunningCommand {
  /** its exit status as in a shell: 128 + n for signal n */
  readonly finished: Promise<number>;
  readonly kill: (signal: NodeJS.Signals) => void;
}

/**
 * Starts a command on our terminal. Its output goes to stderr if our stdout is for results.
 * `finished` rejects with CxrayError no-such-command or command-not-executable.
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

/**
 * Checks early whether a command can be started.
 *
 * @throws CxrayError no-such-command, command-not-executable
 */
export function requireCommand([file]: readonly string[]): void {
  if (file === undefined || process.env["PATH"] === undefined) return;
  const code = file.includes("/") ? whyNotExecutable(file) : isInPath(file) ? null : "ENOENT";
  if (code !== null) throw noSuchCommand(file, Object.assign(new Error(code), { code }));
}

/** Whether a command's first word can be started. */
export function isProgram(file: string): boolean {
  return file.includes("/") ? whyNotExecutable(file) === null : isInPath(file);
}

export function isInPath(name: string): boolean {
  const folders = (process.env["PATH"] ?? "").split(":");
  return folders.some((folder) => whyNotExecutable(join(folder, name)) === null);
}

function whyNotExecutable(path: string): string | null {
  try {
    accessSync(path, files.X_OK);
    return statSync(path).isFile() ? null : "EACCES";
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? "";
  }
}

function noSuchCommand(file: string, error: NodeJS.ErrnoException): CxrayError {
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: "there is no such program",
    EACCES: "it is not executable",
  };
  const reason = reasons[error.code ?? ""] ?? error.message;
  return new CxrayError(
    error.code === "ENOENT" ? "no-such-command" : "command-not-executable",
    `${file} can't be started: ${reason}`,
    "Check the command after --. Options of cxray go before the --.",
  );
}
