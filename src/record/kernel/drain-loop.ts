/**
 * Empties the ring buffer periodically, because the kernel wakes nobody up. Each drain costs a
 * transaction, even for few records. Checking is cheaper, so the loop checks often. It drains when
 * enough records wait, when one has waited long enough, or at once for an urgent one.
 */

/** Milliseconds between two checks of the buffer. */
const LOOK = 20;
/** The same while the buffer fills fast. */
const LOOK_AGAIN = 2;
/** The longest time in milliseconds that a record waits; the live log is at most that late. */
const LONGEST_WAIT = 80;
/** Milliseconds after which other work gets its turn: the engine's answers, Ctrl-C. */
const LONGEST_TURN = 20;

export interface DrainLoopOptions {
  /** the number of waiting bytes */
  readonly waiting: () => number;
  /** this many waiting bytes are drained at once */
  readonly enough: number;
  /** whether something urgent came; called once per check */
  readonly isUrgent: () => boolean;
  /** takes records for about this many milliseconds, and returns their number */
  readonly drain: (milliseconds: number) => number;
  /** false: leave the records for now */
  readonly isReady: () => boolean;
  /** gets what `drain` throws, which ends the loop */
  readonly onError: (error: unknown) => void;
  /** the current time in milliseconds, from any start */
  readonly now?: () => number;
}

export interface DrainLoop {
  /** Takes the remaining records and ends the loop. */
  stop: () => void;
  /** Ends the loop and leaves the remaining records. Returns whether it was still running. */
  cancel: () => boolean;
}

export function startDrainLoop(options: DrainLoopOptions): DrainLoop {
  const { drain, onError } = options;
  const look = makeLook(options);
  let timer: NodeJS.Timeout | null = null;

  const turn = (): void => {
    try {
      timer = setTimeout(turn, look());
    } catch (error) {
      timer = null;
      onError(error);
    }
  };

  turn();
  const cancel = (): boolean => {
    if (timer === null) return false;
    clearTimeout(timer);
    timer = null;
    return true;
  };
  return {
    stop: () => {
      if (cancel()) while (drain(LONGEST_TURN) > 0);
    },
    cancel,
  };
}

/** A function that checks, drains if due, and returns the milliseconds until the next check. */
function makeLook(options: DrainLoopOptions): () => number {
  const { waiting, enough, isUrgent, drain, isReady, now = () => performance.now() } = options;
  /** since when records wait; null: none do */
  let since: number | null = null;
  let urgent = false;

  const isDue = (bytes: number): boolean => {
    urgent = isUrgent() || urgent;
    if (bytes === 0) return false;
    since ??= now();
    return (urgent || bytes >= enough || now() - since >= LONGEST_WAIT) && isReady();
  };

  return () => {
    const bytes = waiting();
    if (!isDue(bytes)) return LOOK;
    urgent = false;
    drain(LONGEST_TURN);
    const left = waiting();
    since = left === 0 ? null : now();
    if (left >= enough) return 1; // other work gets its turn
    return bytes >= enough ? LOOK_AGAIN : LOOK;
  };
}
