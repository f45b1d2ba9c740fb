/** Catches SIGINT, SIGTERM and SIGHUP while something must be finished before cxray exits. */
import { constants } from "node:os";
import { setImmediate as turn } from "node:timers/promises";

/** The signals that end a program unless it catches them. */
export const ENDING_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** Milliseconds in which a second signal is a duplicate: `timeout` and npm may send one twice. */
export const DUPLICATE_WINDOW = 300;

export interface CaughtSignals {
  /** Resolves at the first signal, with its exit status as in a shell. */
  readonly interrupted: Promise<number>;
  /** Resolves at the second signal, which is sent to end at once. */
  readonly interruptedAgain: Promise<number>;
  /** The exit status of the first signal so far, even if it came while the event loop was blocked. */
  readonly sinceStart: () => Promise<number | null>;
  /** called with the first signal */
  passOn: (signal: NodeJS.Signals) => void;
  readonly release: () => void;
}

export function catchSignals(): CaughtSignals {
  const [interrupted, interrupt] = promised();
  const [interruptedAgain, interruptAgain] = promised();
  let first: { readonly exit: number; readonly at: number } | null = null;
  const onSignal = (signal: NodeJS.Signals): void => {
    const exit = 128 + constants.signals[signal];
    const now = performance.now();
    if (first === null) {
      first = { exit, at: now };
      signals.passOn(signal);
      interrupt(exit);
    } else if (now - first.at > DUPLICATE_WINDOW) {
      interruptAgain(exit);
    }
  };
  const signals: CaughtSignals = {
    interrupted,
    interruptedAgain,
    sinceStart: async () => {
      // Two turns: the first may end before pending signals are handled.
      await turn();
      await turn();
      return first?.exit ?? null;
    },
    passOn: () => undefined,
    release: () => {
      for (const signal of ENDING_SIGNALS) process.off(signal, onSignal);
    },
  };
  for (const signal of ENDING_SIGNALS) process.on(signal, onSignal);
  return signals;
}

function promised(): [promise: Promise<number>, resolve: (exit: number) => void] {
  let resolve: (exit: number) => void = () => undefined;
  const promise = new Promise<number>((settle) => (resolve = settle));
  return [promise, resolve];
}
