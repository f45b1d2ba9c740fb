/**
 * Empties the ring buffer at intervals: the kernel wakes nobody up. The pauses
 * are short while events come and grow while nothing happens.
 */
const BATCH = 20_000;
const SHORTEST_PAUSE = 2;
const LONGEST_PAUSE = 25;

export interface DrainLoop {
  /** Takes what is left and ends the loop. */
  stop: () => void;
}

/**
 * Starts the loop. `drain` takes at most so many records and returns how many
 * it took; what it throws ends the loop and goes to `onError`.
 */
export function startDrainLoop(
  drain: (limit: number) => number,
  onError: (error: unknown) => void,
): DrainLoop {
  let pause = SHORTEST_PAUSE;
  let timer: NodeJS.Timeout | null = null;

  const turn = (): void => {
    try {
      const taken = drain(BATCH);
      pause = taken > 0 ? SHORTEST_PAUSE : Math.min(2 * pause, LONGEST_PAUSE);
      // A full batch means there is more; a pause of 0 lets the engine's answers in.
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
