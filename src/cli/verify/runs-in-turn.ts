/**
 * Runs a verification's containers one after the other: without the policy, with it, and again if
 * needed.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import type { RunningCommand } from "../recording/run-command.js";
import { info } from "../terminal/output.js";
import { ENDING_SIGNALS } from "../terminal/signals.js";
import { captureRun, containerIdIn, type CapturedRun, type Capturing } from "./captured-run.js";
import { withOptions, type EngineCall } from "./engine-call.js";

export interface Runs {
  readonly free: CapturedRun;
  readonly under: CapturedRun;
  /** a second run without the policy, if the outputs of the first two differ */
  readonly again: CapturedRun | null;
  /** a second run under the policy, if that does not explain the difference */
  readonly underAgain?: CapturedRun;
}

export interface InTurn {
  readonly call: EngineCall;
  /** the engine's options for the policy */
  readonly options: readonly string[];
  /** a directory in which the engine may write container ids */
  readonly folder: string;
  /** milliseconds, after which each container is stopped; undefined: it ends by itself */
  readonly duration: number | undefined;
  /** whether the outputs differ in a way that the runs without the policy do not */
  readonly differ: (runs: Runs) => boolean;
}

/** A shell's exit status for a command that Ctrl-C ended. */
const INTERRUPTED = 130;

/** Starts the runs. `result` is null after a signal. */
export function runInTurn(
  plan: InTurn,
): RunningCommand & { readonly result: Promise<Runs | null> } {
  const turns = new Turns(plan);
  const result = turns.all();
  return {
    result,
    finished: result.then(() => (turns.wasInterrupted() ? INTERRUPTED : 0)),
    kill: (signal) => {
      turns.kill(signal);
    },
  };
}

/** A single run without additional options; null: a signal came. */
export async function runOnce(
  plan: Pick<InTurn, "call" | "folder" | "duration">,
): Promise<CapturedRun | null> {
  return new Turns({ ...plan, options: [], differ: () => false }).once();
}

class Turns {
  readonly #plan: InTurn;
  #current: Capturing | null = null;
  #isInterrupted = false;

  constructor(plan: InTurn) {
    this.#plan = plan;
  }

  wasInterrupted(): boolean {
    return this.#isInterrupted;
  }

  kill(signal: NodeJS.Signals): void {
    this.#isInterrupted = true;
    this.#current?.kill(signal);
  }

  async all(): Promise<Runs | null> {
    return this.#untilInterrupted(async () => {
      const { options, differ } = this.#plan;
      info("the first run is without the policy");
      const free = await this.#one("free", []);
      if (this.wasInterrupted()) return null;
      info("the second run is under the policy");
      const under = await this.#one("under", options);
      if (this.wasInterrupted()) return null;
      if (!differ({ free, under, again: null })) return { free, under, again: null };
      info("the outputs differ; a third run, without the policy, shows what always differs");
      const again = await this.#one("again", []);
      const isTold = under.status !== free.status || !differ({ free, under, again });
      if (this.wasInterrupted() || isTold) return { free, under, again };
      info(
        "they differ in more; a fourth run, under the policy, shows whether that comes by chance",
      );
      const underAgain = await this.#one("under-again", options);
      return { free, under, again, underAgain };
    });
  }

  async once(): Promise<CapturedRun | null> {
    return this.#untilInterrupted(
      async () => this.#one("once", []),
      // The terminal sends its signals to the engine's command directly.
      (signal) => {
        if (signal !== "SIGINT" || !process.stdin.isTTY) this.#current?.kill(signal);
      },
    );
  }

  async #untilInterrupted<T>(
    run: () => Promise<T | null>,
    passOn?: (signal: NodeJS.Signals) => void,
  ): Promise<T | null> {
    const interrupt = (signal: NodeJS.Signals): void => {
      this.#isInterrupted = true;
      passOn?.(signal);
    };
    for (const signal of ENDING_SIGNALS) process.on(signal, interrupt);
    try {
      const result = await run();
      return this.wasInterrupted() ? null : result;
    } finally {
      for (const signal of ENDING_SIGNALS) process.off(signal, interrupt);
    }
  }

  async #one(name: string, options: readonly string[]): Promise<CapturedRun> {
    const { call, folder, duration } = this.#plan;
    const idFile = join(folder, `${name}.id`);
    const own = ["--rm", "--cidfile", idFile, ...options];
    const run = captureRun(withOptions(call, own), idFile);
    this.#current = run;
    const stopping: Promise<void>[] = [];
    const timer =
      duration === undefined
        ? undefined
        : setTimeout(() => {
            stopping.push(askEngine(call, "stop", containerIdIn(idFile)));
          }, duration);
    try {
      const outcome = await run.finished;
      await Promise.all(stopping);
      return outcome;
    } finally {
      clearTimeout(timer);
      this.#current = null;
      // the engine's command may have been killed while the container still runs
      if (this.wasInterrupted()) await askEngine(call, "rm", containerIdIn(idFile));
    }
  }
}

/** Asks the engine to stop a container, or to remove it if it still exists. */
async function askEngine(
  { engine: [file = "", ...own] }: EngineCall,
  what: "stop" | "rm",
  containerId: string | null,
): Promise<void> {
  if (containerId === null) return;
  const words = what === "rm" ? ["rm", "--force"] : ["stop"];
  const child = spawn(file, [...own, ...words, containerId], { stdio: "ignore", detached: true });
  await new Promise<void>((resolve) => {
    child.on("error", () => {
      resolve();
    });
    child.on("close", () => {
      resolve();
    });
  });
}
