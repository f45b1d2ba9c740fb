/** Ctrl-C and its relatives, while something has to be written or stopped before the end. */
import { constants } from "node:os";
import { setImmediate as turn } from "node:timers/promises";

const ENDING = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** Milliseconds in which a signal that came by two ways, as from `timeout` or npm, counts once. */
export const DUPLICATE_WINDOW = 300;

export interface CaughtSignals {
  /** Resolves at the first signal, with the exit status that a shell gives it. */
  readonly interrupted: Promise<number>;
  /** The same at the second: whoever sent it doesn't want to wait for the first to take effect. */
  readonly interruptedAgain: Promise<number>;
  /** The status of the first signal, those included that came while the event loop stood still. */
  readonly sinceStart: () => Promise<number | null>;
  /** where a signal goes besides */
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
      // The first turn may end the round in which it is asked for; the second has looked.
      await turn();
      await turn();
      return first?.exit ?? null;
    },
    passOn: () => undefined,
    release: () => {
      for (const signal of ENDING) process.off(signal, onSignal);
    },
  };
  for (const signal of ENDING) process.on(signal, onSignal);
  return signals;
}

function promised(): [promise: Promise<number>, resolve: (exit: number) => void] {
  let resolve: (exit: number) => void = () => undefined;
  const promise = new Promise<number>((settle) => (resolve = settle));
  return [promise, resolve];
}
