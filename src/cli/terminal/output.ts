/** The only place that prints. Results go to stdout, everything else to stderr. */
import { CxrayError, EXIT, systemReason, type ExitStatus } from "../../model/errors.js";
import { printable } from "../../model/text.js";

export const COLORS = ["auto", "always", "never"] as const;

interface OutputOptions {
  readonly quiet: boolean;
  readonly color: (typeof COLORS)[number];
}

let options: OutputOptions = { quiet: false, color: "auto" };

/** What `--quiet` and `--color` ask for. */
export function setOutput(asked: OutputOptions): void {
  options = asked;
}

/** Whether a person watches stderr, and wants to see how it goes. */
export function isTerminal(): boolean {
  return process.stderr.isTTY && !options.quiet;
}

const NARROWEST = 60;
const WIDEST = 160;

/** How a result may look that a person reads at once; as wide as it is where stdout is a pipe. */
export function terminalLook(): { readonly width?: number; readonly isStyled: boolean } {
  const isStyled = isColored();
  if (!process.stdout.isTTY) return { isStyled };
  const { columns } = process.stdout;
  return {
    ...(columns > 0 ? { width: Math.min(WIDEST, Math.max(NARROWEST, columns)) } : {}),
    isStyled,
  };
}

/** `--color` wins over NO_COLOR, and that over FORCE_COLOR (no-color.org, force-color.org). */
function isColored(): boolean {
  if (options.color !== "auto") return options.color === "always";
  const { NO_COLOR: never = "", FORCE_COLOR: always = "", TERM: terminal } = process.env;
  if (never !== "") return false;
  if (always !== "") return always !== "0" && always !== "false";
  return process.stdout.isTTY && terminal !== "dumb";
}

/** Part of the result. */
export function printResult(text: string): void {
  process.stdout.write(text);
}

/** A line about what goes on; whatever it quotes must be printable already. */
export function tell(line: string): void {
  if (!options.quiet) say(line);
}

function say(line: string): void {
  process.stderr.write(`cxray: ${line}\n`);
}

/** What the user should know, for a result that is there all the same. */
export function warn(line: string): void {
  say(`warning: ${printable(line)}`);
}

/** Reports an error and says how to exit. No stack trace reaches a user. */
export function reportError(error: unknown): ExitStatus {
  if (error instanceof CxrayError) {
    say(`error: ${error.message}`);
    for (const line of error.advice) process.stderr.write(`  ${line}\n`);
    return error.exit;
  }
  const message = error instanceof Error ? error.message : String(error);
  say(`error: unexpected: ${printable(message)}`);
  process.stderr.write(
    "  This is a defect of cxray. Set CXRAY_DEBUG=1 to see where it happened.\n",
  );
  if (process.env["CXRAY_DEBUG"] !== undefined && error instanceof Error) {
    process.stderr.write(`${error.stack ?? ""}\n`);
  }
  return EXIT.defect;
}

let stdoutOwner: ((error: CxrayError) => void) | null = null;

/** Whoever writes a recording's log learns that it can't be written, and ends in order. */
export function ownStdout(onError: (error: CxrayError) => void): () => void {
  stdoutOwner = onError;
  return () => {
    stdoutOwner = null;
  };
}

/**
 * A reader that has seen enough (`cxray … | head`) is no error; a full disk is
 * one. A recording ends, with its command, so that what it has is written.
 * Of stderr nothing depends: who doesn't read it (`2>&1 | head`) is told nothing.
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
