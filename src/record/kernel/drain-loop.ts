/**
 * Empties the ring buffer from time to time: the kernel wakes nobody up. A drain has a price of its
 * own, a transaction, however little it brings. So the loop looks often, which costs less,
 * and drains when enough has come, when something has waited for long enough, or at once when
 * something can't wait.
 */

/** Milliseconds from one look at the buffer to the next. */
const LOOK = 20;
/** The same while the buffer fills fast. */
const LOOK_AGAIN = 2;
/** Milliseconds that a record waits for others at most; the live log is that late. */
const LONGEST_WAIT = 80;
/** Milliseconds after which others have their turn: the engine's answers, Ctrl-C. */
const LONGEST_TURN = 20;

export interface DrainLoopOptions {
  /** bytes that wait to be taken */
  readonly waiting: () => number;
  /** so many bytes wait for no more */
  readonly enough: number;
  /** whether something came that can't wait; asked once for each look */
  readonly isUrgent: () => boolean;
  /** takes records for about so many milliseconds, and returns how many it took */
  readonly drain: (milliseconds: number) => number;
  /** false: leave the records where they are for now */
  readonly isReady: () => boolean;
  /** what `drain` throws ends the loop and goes here */
  readonly onError: (error: unknown) => void;
  /** the time in milliseconds, from any start */
  readonly now?: () => number;
}

export interface DrainLoop {
  /** Takes what is left and ends the loop. */
  stop: () => void;
  /** Ends the loop and leaves what is there. Whether it still went on. */
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

/** One look, and a drain where it is time. Gives the milliseconds until the next look. */
function makeLook(options: DrainLoopOptions): () => number {
  const { waiting, enough, isUrgent, drain, isReady, now = () => performance.now() } = options;
  /** since when something waits; null: nothing does */
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
    if (left >= enough) return 1; // others had their turn
    return bytes >= enough ? LOOK_AGAIN : LOOK;
  };
}
