/** Recording from the command line: until a command ends, a time is over, or Ctrl-C. */
import { EXIT } from "../model/errors.js";
import { plural } from "../model/plural.js";
import {
  startRecording,
  type RecordOptions,
  type Recording,
  type RecordStatus,
} from "../record/session.js";
import { formatStatus, showLiveLine } from "./live-line.js";
import { tell, warn } from "./output.js";
import { runCommand } from "./run-command.js";

export interface RunOptions extends RecordOptions {
  /** where to, for the message that recording has begun */
  readonly target: string;
  /** recorded while it runs; empty: until interrupted */
  readonly command: readonly string[];
  readonly commandOutput: "stdout" | "stderr";
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
  const recording = await startRecording(options);
  const signals = catchSignals();
  const engines = recording.engines.length === 0 ? "no engine" : recording.engines.join(", ");
  const until =
    options.command.length === 0 && options.duration === undefined ? "; Ctrl-C ends it" : "";
  tell(`recording to ${options.target} (${engines})${until}`);
  const hideLiveLine = options.command.length === 0 ? showLiveLine(() => recording.status()) : null;
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
  } finally {
    signals.release(); // not before: a second Ctrl-C must not end what is being written
  }
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
    const command = runCommand(options.command, options.commandOutput);
    // The terminal sends Ctrl-C to the command as well; what only we got is passed on.
    signals.onTerminate = () => {
      command.kill("SIGTERM");
    };
    const exit = await Promise.race([...ends, command.finished]);
    command.kill("SIGTERM");
    return exit;
  } finally {
    clearTimeout(timer);
  }
}

interface CaughtSignals {
  /** Resolves at the first signal, with the exit status for that. */
  readonly interrupted: Promise<number>;
  /** called for SIGTERM and SIGHUP */
  onTerminate: () => void;
  readonly release: () => void;
}

function catchSignals(): CaughtSignals {
  let resolve: (exit: number) => void = () => undefined;
  const onInterrupt = (): void => {
    resolve(EXIT.done);
  };
  const onTerminate = (): void => {
    signals.onTerminate();
    resolve(EXIT.done);
  };
  const signals: CaughtSignals = {
    interrupted: new Promise((settle) => (resolve = settle)),
    onTerminate: () => undefined,
    release: () => {
      process.off("SIGINT", onInterrupt);
      process.off("SIGTERM", onTerminate);
      process.off("SIGHUP", onTerminate);
    },
  };
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onTerminate);
  process.on("SIGHUP", onTerminate);
  return signals;
}

function reportEnd(status: RecordStatus): void {
  tell(`recorded ${formatStatus(status, null)}`);
  for (const { what, count } of status.losses) warn(`lost: ${String(count)} ${what}`);
  if (status.joinedLate > 0) {
    warn(`joined late, without their start: ${plural(status.joinedLate, "container")}`);
  }
}

/** 3 when something is missing from what was recorded, else 0. */
export function completenessExit({ losses, joinedLate }: RecordStatus): number {
  return losses.length > 0 || joinedLate > 0 ? EXIT.incomplete : EXIT.done;
}
