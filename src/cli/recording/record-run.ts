/** Records until a command ends, the duration is over, or Ctrl-C. */
import { EXIT, type ExitStatus } from "../../model/errors.js";
import {
  type Recorder,
  type RecordOptions,
  type RecordStatus,
  startRecording,
} from "../../record/index.js";
import { isOpenFilter, type ContainerFilter } from "../../model/recordings/container-filter.js";
import { plural } from "../../model/plural.js";
import { requireSqlite, type Store } from "../../store/index.js";
import { showLiveLine, showLoading } from "./live-line.js";
import { info, warn } from "../terminal/output.js";
import { reportEnd } from "./report.js";
import { requireCommand, runCommand, type RunningCommand } from "./run-command.js";
import { catchSignals, type CaughtSignals, DUPLICATE_WINDOW } from "../terminal/signals.js";

/** Milliseconds from SIGTERM until the command is killed. */
const COMMAND_END_TIMEOUT = 5_000;
/** Milliseconds after Ctrl-C until cxray says that it waits for the command. */
const ADVICE_DELAY = DUPLICATE_WINDOW + 100;

/** Milliseconds at the end until cxray says that it waits for an engine. */
const WAITING_MESSAGE_DELAY = 1_000;

export interface RunOptions extends RecordOptions {
  /** the name of the database or log, for messages */
  readonly target: string;
  /** the command to run while recording; empty to record until interrupted */
  readonly command: readonly string[];
  readonly commandOutput: "stdout" | "stderr";
  /** starts the command in another way, without the terminal */
  readonly start?: () => RunningCommand;
  /** whether the live log goes to stdout */
  readonly logsToStdout?: boolean;
  /** milliseconds; undefined for no limit */
  readonly duration: number | undefined;
}

export interface RunOutcome {
  readonly status: RecordStatus;
  /** the command's exit status, or that of a signal that came first; 0 without a command */
  readonly commandExit: number;
  /** false if there is no command or a signal came first */
  readonly commandStarted: boolean;
  /** whether a signal, such as Ctrl-C, ended the recording */
  readonly interrupted: boolean;
}

type Ending = Omit<RunOutcome, "status" | "interrupted">;

/** Records, and resolves when recording ended and everything is written. */
export async function recordRun(options: RunOptions): Promise<RunOutcome> {
  const signals = catchSignals();
  try {
    return await recordUntilEnd(options, signals);
  } finally {
    signals.release(); // last, so that another Ctrl-C can't interrupt the writing
  }
}

async function recordUntilEnd(options: RunOptions, signals: CaughtSignals): Promise<RunOutcome> {
  requireCommand(options.command);
  if (options.openStore !== null) requireSqlite(); // before loading, which takes seconds
  let store: Store | null = null;
  const { openStore: open } = options;
  const openStore = open && (() => (store = open()));
  const recording = await startWithProgress({ ...options, openStore });
  const engines = recording.engines.length === 0 ? "no engine" : recording.engines.join(", ");
  const until =
    options.command.length === 0 && options.duration === undefined ? "; Ctrl-C ends it" : "";
  info(`recording to ${options.target} (${engines})${until}`);
  const hideLiveLine = hasLiveLine(options) ? showLiveLine(() => recording.status()) : null;
  try {
    const ending = await waitForEnd(options, recording, signals);
    hideLiveLine?.();
    const status = await stopWithProgress(recording);
    reportEnd(status, options.filter, store);
    return { status, ...ending, interrupted: (await signals.sinceStart()) !== null };
  } catch (error) {
    hideLiveLine?.();
    // Keep what was recorded so far. The first error is the one to report.
    await recording.stop().catch(() => undefined);
    throw error;
  }
}

/** Stops the recording. Says so if that waits for an engine. */
async function stopWithProgress(recording: Recorder): Promise<RecordStatus> {
  const timer = setTimeout(() => {
    const { waiting, silentEngines } = recording.status();
    const engines = silentEngines.length === 0 ? "an engine" : silentEngines.join("; ");
    if (waiting > 0) info(`waiting for the image of ${plural(waiting, "container")} (${engines})`);
  }, WAITING_MESSAGE_DELAY);
  try {
    return await recording.stop();
  } finally {
    clearTimeout(timer);
  }
}

/** Starts the recording, and shows that it takes a moment. */
async function startWithProgress(options: RecordOptions): Promise<Recorder> {
  const hide = showLoading();
  try {
    return await startRecording(options);
  } finally {
    hide();
  }
}

/** No live line if a command or the log writes to the terminal. */
function hasLiveLine({ command, target, logsToStdout = false }: RunOptions): boolean {
  const logs = logsToStdout || target === "stdout";
  return command.length === 0 && !(logs && process.stdout.isTTY);
}

/** Waits until the command ends, or until a signal, the duration or a failure ends the recording. */
async function waitForEnd(
  options: RunOptions,
  recording: Recorder,
  signals: CaughtSignals,
): Promise<Ending> {
  let timer: NodeJS.Timeout | undefined;
  const timeOver = new Promise<number>((resolve) => {
    if (options.duration !== undefined) timer = setTimeout(resolve, options.duration, EXIT.done);
  });
  const ends = [recording.failed, timeOver];
  const early = await signals.sinceStart(); // signals that came while the eBPF program was loaded
  try {
    if (options.command.length === 0) {
      await Promise.race([...ends, recording.full, signals.interrupted]);
      return { commandExit: EXIT.done, commandStarted: false };
    }
    if (early !== null) return { commandExit: early, commandStarted: false };
    endWithoutCommand(recording).catch(() => undefined); // the last `stop` throws the error again
    const commandExit = await waitForCommand(options, ends, signals);
    return { commandExit, commandStarted: true };
  } finally {
    clearTimeout(timer);
  }
}

/** Ends the recording if the database is full. The command goes on. */
async function endWithoutCommand(recording: Recorder): Promise<void> {
  await recording.full;
  info("the database has reached --max-size: recording ended, the command continues");
  await recording.stop();
}

/** Waits for the command. The first Ctrl-C goes to the command, so that it can clean up; a second ends it. */
async function waitForCommand(
  options: RunOptions,
  ends: readonly Promise<number>[],
  signals: CaughtSignals,
): Promise<number> {
  const command = options.start?.() ?? runCommand(options.command, options.commandOutput);
  let advice: NodeJS.Timeout | undefined;
  signals.passOn = (signal) => {
    // On a terminal, the command gets Ctrl-C from the terminal itself.
    if (signal !== "SIGINT" || !process.stdin.isTTY) command.kill(signal);
    advice = setTimeout(() => {
      info("waiting for the command to end; press Ctrl-C again to end it and the recording");
    }, ADVICE_DELAY);
  };
  try {
    return await Promise.race([...ends, command.finished, signals.interruptedAgain]);
  } finally {
    clearTimeout(advice);
    await endCommand(command);
  }
}

/** Ends a command that is still running: SIGTERM first, then SIGKILL. */
async function endCommand(command: RunningCommand): Promise<void> {
  command.kill("SIGTERM");
  const timer = setTimeout(() => {
    command.kill("SIGKILL");
    warn(
      "the command did not end and was killed; a container that it started may still be running",
    );
  }, COMMAND_END_TIMEOUT);
  await command.finished.catch(() => undefined);
  clearTimeout(timer);
}

/** The exit status: 3 if the recording is incomplete or no container matched the filter, else 0. */
export function completenessExit(status: RecordStatus, filter: ContainerFilter): ExitStatus {
  const { losses, joinedLate, containers, isFull } = status;
  const isMissed = containers === 0 && !isOpenFilter(filter);
  return losses.length > 0 || joinedLate > 0 || isMissed || isFull ? EXIT.incomplete : EXIT.done;
}
