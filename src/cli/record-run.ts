/** Recording from the command line: until a command ends, a time is over, or Ctrl-C. */
import { blindSpotMessage } from "../aggregate/blind-spots.js";
import { EXIT } from "../model/errors.js";
import { plural } from "../model/plural.js";
import type { Recording, RecordStatus } from "../record/recording.js";
import { startRecording, type RecordOptions } from "../record/start-recording.js";
import { formatStatus, showLiveLine } from "./live-line.js";
import { tell, warn } from "./output.js";
import { runCommand, type RunningCommand } from "./run-command.js";

const ENDING = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** Milliseconds that a command gets to end. */
const PATIENCE = 5_000;

export interface RunOptions extends RecordOptions {
  /** where to, for the message that recording has begun */
  readonly target: string;
  /** recorded while it runs; empty: until interrupted */
  readonly command: readonly string[];
  readonly commandOutput: "stdout" | "stderr";
  /** the live log goes to stdout */
  readonly logsToStdout?: boolean;
  /** milliseconds; undefined: no limit */
  readonly duration: number | undefined;
}

export interface RunOutcome {
  readonly status: RecordStatus;
  /** of the command; 0 without one */
  readonly commandExit: number;
}

/** Records, and resolves when recording ended and everything is written. */
export async function recordRun(options: RunOptions): Promise<RunOutcome> {
  const signals = catchSignals();
  try {
    return await recordUntilEnd(options, signals);
  } finally {
    signals.release(); // not before: a second Ctrl-C must not end what is being written
  }
}

async function recordUntilEnd(options: RunOptions, signals: CaughtSignals): Promise<RunOutcome> {
  const recording = await startRecording(options);
  const engines = recording.engines.length === 0 ? "no engine" : recording.engines.join(", ");
  const until =
    options.command.length === 0 && options.duration === undefined ? "; Ctrl-C ends it" : "";
  tell(`recording to ${options.target} (${engines})${until}`);
  const hideLiveLine = hasLiveLine(options) ? showLiveLine(() => recording.status()) : null;
  try {
    const commandExit = await waitForEnd(options, recording, signals);
    hideLiveLine?.();
    const status = await recording.stop();
    reportEnd(status);
    return { status, commandExit };
  } catch (error) {
    hideLiveLine?.();
    // What was recorded so far is kept; the first error is the one to report.
    await recording.stop().catch(() => undefined);
    throw error;
  }
}

/** A command has the terminal to itself, and so have lines of the log. */
function hasLiveLine({ command, target, logsToStdout = false }: RunOptions): boolean {
  const logs = logsToStdout || target === "stdout";
  return command.length === 0 && !(logs && process.stdout.isTTY);
}

/** The command's exit status, or 0 when a signal or the time ended the recording. */
async function waitForEnd(
  options: RunOptions,
  recording: Recording,
  signals: CaughtSignals,
): Promise<number> {
  let timer: NodeJS.Timeout | undefined;
  const timeOver = new Promise<number>((resolve) => {
    if (options.duration !== undefined) timer = setTimeout(resolve, options.duration, EXIT.done);
  });
  const ends = [recording.failed, timeOver];
  try {
    if (options.command.length === 0) return await Promise.race([...ends, signals.interrupted]);
    if (signals.wasCaught()) return EXIT.done; // while recording began
    const command = runCommand(options.command, options.commandOutput);
    signals.passOn = (signal) => {
      // Ctrl-C reaches the command from the terminal itself.
      if (signal !== "SIGINT" || !process.stdin.isTTY) command.kill(signal);
    };
    try {
      return await Promise.race([...ends, command.finished]);
    } finally {
      await endCommand(command);
    }
  } finally {
    clearTimeout(timer);
  }
}

/** A command that outlives its recording is asked to end, and then made to. */
async function endCommand(command: RunningCommand): Promise<void> {
  command.kill("SIGTERM");
  const timer = setTimeout(() => {
    command.kill("SIGKILL");
  }, PATIENCE);
  await command.finished.catch(() => undefined);
  clearTimeout(timer);
}

interface CaughtSignals {
  /** Resolves at the first signal, with the exit status for that. */
  readonly interrupted: Promise<number>;
  readonly wasCaught: () => boolean;
  /** where a signal goes besides */
  passOn: (signal: NodeJS.Signals) => void;
  readonly release: () => void;
}

function catchSignals(): CaughtSignals {
  let resolve: (exit: number) => void = () => undefined;
  let caught = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    caught = true;
    signals.passOn(signal);
    resolve(EXIT.done);
  };
  const signals: CaughtSignals = {
    interrupted: new Promise((settle) => (resolve = settle)),
    wasCaught: () => caught,
    passOn: () => undefined,
    release: () => {
      for (const signal of ENDING) process.off(signal, onSignal);
    },
  };
  for (const signal of ENDING) process.on(signal, onSignal);
  return signals;
}

/** Blind spots are no losses: nothing is missing of what cxray can see. */
function reportEnd(status: RecordStatus): void {
  tell(`recorded ${formatStatus(status, null)}`);
  for (const { what, count } of status.losses) warn(`lost: ${String(count)} ${what}`);
  if (status.joinedLate > 0) {
    warn(`joined late, without their start: ${plural(status.joinedLate, "container")}`);
  }
  for (const met of status.blindSpots) {
    if (met.count !== null) tell(`not seen: ${blindSpotMessage(met)}`);
  }
}

/** 3 when something is missing from what was recorded, else 0. */
export function completenessExit({ losses, joinedLate }: RecordStatus): number {
  return losses.length > 0 || joinedLate > 0 ? EXIT.incomplete : EXIT.done;
}
