/**
 * Empties the ring buffer at intervals: the kernel wakes nobody up. The pauses
 * are short while events come and grow while nothing happens.
 */
const BATCH = 2_000;
/** Milliseconds after which others have their turn: the engine's answers, Ctrl-C. */
const LONGEST_TURN = 20;
const SHORTEST_PAUSE = 2;
const LONGEST_PAUSE = 25;

export interface DrainLoopOptions {
  /** takes at most so many records and returns how many it took */
  readonly drain: (limit: number) => number;
  /** false: leave the records where they are for now */
  readonly isReady: () => boolean;
  /** what `drain` throws ends the loop and goes here */
  readonly onError: (error: unknown) => void;
}

export interface DrainLoop {
  /** Takes what is left and ends the loop. */
  stop: () => void;
}

export function startDrainLoop({ drain, isReady, onError }: DrainLoopOptions): DrainLoop {
  let pause = SHORTEST_PAUSE;
  let timer: NodeJS.Timeout | null = null;

  /** Gives what the last batch held. */
  const drainFor = (milliseconds: number): number => {
    const end = performance.now() + milliseconds;
    for (;;) {
      const taken = drain(BATCH);
      if (taken < BATCH || performance.now() >= end) return taken;
    }
  };

  const turn = (): void => {
    try {
      const taken = isReady() ? drainFor(LONGEST_TURN) : 0;
      pause = taken > 0 ? SHORTEST_PAUSE : Math.min(2 * pause, LONGEST_PAUSE);
      // A full batch means there is more.
      timer = setTimeout(turn, taken >= BATCH ? 0 : pause);
    } catch (error) {
      timer = null;
      onError(error);
    }
  };

  turn();
  return {
    stop: () => {
      if (timer === null) return;
      clearTimeout(timer);
      timer = null;
      while (drain(BATCH) > 0);
    },
  };
}
