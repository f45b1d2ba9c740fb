/** The runs of a verification, one after the other: without the policy, with it, and perhaps again. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import type { RunningCommand } from "../recording/run-command.js";
import { info } from "../terminal/output.js";
import { captureRun, containerIdIn, type CapturedRun, type Capturing } from "./captured-run.js";
import { withOptions, type EngineCall } from "./engine-call.js";

export interface Runs {
  readonly free: CapturedRun;
  readonly under: CapturedRun;
  /** without the policy once more, where the outputs of the first two differ */
  readonly again: CapturedRun | null;
  /** under the policy once more, where that doesn't explain it */
  readonly underAgain?: CapturedRun;
}

export interface InTurn {
  readonly call: EngineCall;
  /** what the engine is given for the policy */
  readonly options: readonly string[];
  /** where the engine may write the ids of containers */
  readonly folder: string;
  /** milliseconds, after which each container is stopped; undefined: it ends by itself */
  readonly duration: number | undefined;
  /** whether the outputs differ, and not as they differ without the policy */
  readonly differ: (runs: Runs) => boolean;
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** What a shell gives for a command that Ctrl-C ended. */
const INTERRUPTED = 130;

/** Starts them. `result` is null where a signal came, or the engine made no container. */
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

/** A single run, without anything added; null: a signal came. */
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
      // What comes from a terminal reaches the engine's command by itself.
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
    for (const signal of SIGNALS) process.on(signal, interrupt);
    try {
      const result = await run();
      return this.wasInterrupted() ? null : result;
    } finally {
      for (const signal of SIGNALS) process.off(signal, interrupt);
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
      // The engine's command may have been killed, and the container live on.
      if (this.wasInterrupted()) await askEngine(call, "rm", containerIdIn(idFile));
    }
  }
}

/** Has a container stopped, or removed if it is still there. */
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
