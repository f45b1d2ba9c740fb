/** Recording from the command line: until a command ends, a time is over, or Ctrl-C. */
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
import { tell, warn } from "../terminal/output.js";
import { reportEnd } from "./report.js";
import { requireCommand, runCommand, type RunningCommand } from "./run-command.js";
import { catchSignals, type CaughtSignals, DUPLICATE_WINDOW } from "../terminal/signals.js";

/** Milliseconds that a command gets to end. */
const COMMAND_END_TIMEOUT = 5_000;
/** Milliseconds after which a command that was interrupted is said to go on: a second Ctrl-C counts. */
const ADVICE_DELAY = DUPLICATE_WINDOW + 100;

/** Milliseconds after which the end is said to wait for an engine. */
const WAITING_MESSAGE_DELAY = 1_000;

export interface RunOptions extends RecordOptions {
  /** where to, for the message that recording has begun */
  readonly target: string;
  /** recorded while it runs; empty: until interrupted */
  readonly command: readonly string[];
  readonly commandOutput: "stdout" | "stderr";
  /** starts it in another way than as it is; it is then not what has the terminal */
  readonly start?: () => RunningCommand;
  /** the live log goes to stdout */
  readonly logsToStdout?: boolean;
  /** milliseconds; undefined: no limit */
  readonly duration: number | undefined;
}

export interface RunOutcome {
  readonly status: RecordStatus;
  /** of the command, or of the signal that came before it was started; 0 without a command */
  readonly commandExit: number;
  /** false: there is none, or a signal came first */
  readonly commandStarted: boolean;
  /** somebody asked for the end, by Ctrl-C for example */
  readonly interrupted: boolean;
}

type Ending = Omit<RunOutcome, "status" | "interrupted">;

/** Records, and resolves when recording ended and everything is written. */
export async function recordRun(options: RunOptions): Promise<RunOutcome> {
  const signals = catchSignals();
  try {
    return await recordUntilEnd(options, signals);
  } finally {
    signals.release(); // not before: another Ctrl-C must not end what is being written
  }
}

async function recordUntilEnd(options: RunOptions, signals: CaughtSignals): Promise<RunOutcome> {
  requireCommand(options.command);
  if (options.openStore !== null) requireSqlite(); // not after the seconds that loading takes
  let store: Store | null = null;
  const { openStore: open } = options;
  const openStore = open && (() => (store = open()));
  const recording = await startWithProgress({ ...options, openStore });
  const engines = recording.engines.length === 0 ? "no engine" : recording.engines.join(", ");
  const until =
    options.command.length === 0 && options.duration === undefined ? "; Ctrl-C ends it" : "";
  tell(`recording to ${options.target} (${engines})${until}`);
  const hideLiveLine = hasLiveLine(options) ? showLiveLine(() => recording.status()) : null;
  try {
    const ending = await waitForEnd(options, recording, signals);
    hideLiveLine?.();
    const status = await stopWithProgress(recording);
    reportEnd(status, options.filter, store);
    return { status, ...ending, interrupted: (await signals.sinceStart()) !== null };
  } catch (error) {
    hideLiveLine?.();
    // What was recorded so far is kept; the first error is the one to report.
    await recording.stop().catch(() => undefined);
    throw error;
  }
}

/** An engine that doesn't answer is waited for a moment: who waits too has to know for whom. */
async function stopWithProgress(recording: Recorder): Promise<RecordStatus> {
  const timer = setTimeout(() => {
    const { waiting, silentEngines } = recording.status();
    const engines = silentEngines.length === 0 ? "an engine" : silentEngines.join("; ");
    if (waiting > 0) tell(`waiting for the image of ${plural(waiting, "container")} (${engines})`);
  }, WAITING_MESSAGE_DELAY);
  try {
    return await recording.stop();
  } finally {
    clearTimeout(timer);
  }
}

/** A person sees that it takes a moment. */
async function startWithProgress(options: RecordOptions): Promise<Recorder> {
  const hide = showLoading();
  try {
    return await startRecording(options);
  } finally {
    hide();
  }
}

/** A command has the terminal to itself, and so have lines of the log. */
function hasLiveLine({ command, target, logsToStdout = false }: RunOptions): boolean {
  const logs = logsToStdout || target === "stdout";
  return command.length === 0 && !(logs && process.stdout.isTTY);
}

/** Until the command ends, or else a signal or the time ends the recording. */
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
  const early = await signals.sinceStart(); // loading the eBPF program lets no signal through
  try {
    if (options.command.length === 0) {
      await Promise.race([...ends, recording.full, signals.interrupted]);
      return { commandExit: EXIT.done, commandStarted: false };
    }
    if (early !== null) return { commandExit: early, commandStarted: false };
    endWithoutCommand(recording).catch(() => undefined); // stopped again at the end, it says why
    const commandExit = await waitForCommand(options, ends, signals);
    return { commandExit, commandStarted: true };
  } finally {
    clearTimeout(timer);
  }
}

/** A full database is no reason to end what is recorded. */
async function endWithoutCommand(recording: Recorder): Promise<void> {
  await recording.full;
  tell("the database has reached --max-size: recording ended, the command continues");
  await recording.stop();
}

/** A first Ctrl-C is the command's, which may have to clean up; a second ends it. */
async function waitForCommand(
  options: RunOptions,
  ends: readonly Promise<number>[],
  signals: CaughtSignals,
): Promise<number> {
  const command = options.start?.() ?? runCommand(options.command, options.commandOutput);
  let advice: NodeJS.Timeout | undefined;
  signals.passOn = (signal) => {
    // Ctrl-C reaches the command from the terminal itself.
    if (signal !== "SIGINT" || !process.stdin.isTTY) command.kill(signal);
    advice = setTimeout(() => {
      tell("waiting for the command to end; press Ctrl-C again to end it and the recording");
    }, ADVICE_DELAY);
  };
  try {
    return await Promise.race([...ends, command.finished, signals.interruptedAgain]);
  } finally {
    clearTimeout(advice);
    await endCommand(command);
  }
}

/** A command that outlives its recording is asked to end, and then made to. */
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

/** 3 when something is missing from what was recorded, or nothing was what was asked for; else 0. */
export function completenessExit(status: RecordStatus, filter: ContainerFilter): ExitStatus {
  const { losses, joinedLate, containers, isFull } = status;
  const isMissed = containers === 0 && !isOpenFilter(filter);
  return losses.length > 0 || joinedLate > 0 || isMissed || isFull ? EXIT.incomplete : EXIT.done;
}
