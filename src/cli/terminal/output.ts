/** The only place that prints. Results go to stdout, everything else to stderr. */
import { CxrayError, EXIT, systemReason, type ExitStatus } from "../../model/errors.js";
import { printable } from "../../model/text.js";

export const COLORS = ["auto", "always", "never"] as const;

interface OutputOptions {
  readonly quiet: boolean;
  readonly color: (typeof COLORS)[number];
}

let options: OutputOptions = { quiet: false, color: "auto" };

/** Sets the values of `--quiet` and `--color`. */
export function setOutput(asked: OutputOptions): void {
  options = asked;
}

/** Whether stderr is a terminal and progress may be shown. */
export function isTerminal(): boolean {
  return process.stderr.isTTY && !options.quiet;
}

const NARROWEST = 60;
const WIDEST = 160;

/** The width and style of results for people. In a pipe there is no limit of the width. */
export function terminalLook(): { readonly width?: number; readonly isStyled: boolean } {
  const isStyled = isColored();
  if (!process.stdout.isTTY) return { isStyled };
  const { columns } = process.stdout;
  return {
    ...(columns > 0 ? { width: Math.min(WIDEST, Math.max(NARROWEST, columns)) } : {}),
    isStyled,
  };
}

/** `--color` overrides NO_COLOR, and NO_COLOR overrides FORCE_COLOR (no-color.org, force-color.org). */
function isColored(): boolean {
  if (options.color !== "auto") return options.color === "always";
  const { NO_COLOR: never = "", FORCE_COLOR: always = "", TERM: terminal } = process.env;
  if (never !== "") return false;
  if (always !== "") return always !== "0" && always !== "false";
  return process.stdout.isTTY && terminal !== "dumb";
}

/** Prints a part of the result to stdout. */
export function printResult(text: string): void {
  process.stdout.write(text);
}

/** Prints a message to stderr, unless `--quiet` is set. What it quotes must already be printable. */
export function info(line: string): void {
  if (!options.quiet) printMessage(line);
}

function printMessage(line: string): void {
  process.stderr.write(`cxray: ${line}\n`);
}

/** Prints a warning to stderr. */
export function warn(line: string): void {
  printMessage(`warning: ${printable(line)}`);
}

/** Prints an error and returns its exit status. Never prints a stack trace, unless in debug mode. */
export function reportError(error: unknown): ExitStatus {
  if (error instanceof CxrayError) {
    printMessage(`error: ${error.message}`);
    for (const line of error.advice) process.stderr.write(`  ${line}\n`);
    return error.exit;
  }
  const message = error instanceof Error ? error.message : String(error);
  printMessage(`error: unexpected: ${printable(message)}`);
  process.stderr.write(
    "  This is a defect of cxray. Set CXRAY_DEBUG=1 to see where it happened.\n",
  );
  if (process.env["CXRAY_DEBUG"] !== undefined && error instanceof Error) {
    process.stderr.write(`${error.stack ?? ""}\n`);
  }
  return EXIT.defect;
}

let stdoutOwner: ((error: CxrayError) => void) | null = null;

/** Sends errors of stdout to the writer of a recording's log, so that the recording ends properly. */
export function ownStdout(onError: (error: CxrayError) => void): () => void {
  stdoutOwner = onError;
  return () => {
    stdoutOwner = null;
  };
}

/**
 * Handles errors of stdout and stderr. It is no error if the reader of stdout has ended
 * (`cxray … | head`), but a full disk is one. A recording then ends properly, and so
 * does its command. Errors of stderr are ignored.
 */
export function endWithReader(onEnd: (status: ExitStatus) => void): void {
  process.stderr.on("error", () => undefined);
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") {
      const problem = unwritableStdout(error);
      if (stdoutOwner === null) onEnd(reportError(problem));
      else stdoutOwner(problem);
    } else if (process.listenerCount("SIGTERM") > 0) process.emit("SIGTERM", "SIGTERM");
    else onEnd(EXIT.done);
  });
}

function unwritableStdout(error: Error): CxrayError {
  const problem = `stdout can't be written: ${systemReason(error)}`;
  return new CxrayError("unwritable-output", problem, "Send the output elsewhere.");
}
