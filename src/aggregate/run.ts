import type { Container } from "../model/recordings/recording.js";

/** One container's life in one recording. */
export interface Run {
  /** tells it from every other run of all images */
  readonly number: number;
  /** of the machine that recorded it, as in `Recording` */
  readonly architecture: string;
  /** more than one where the container was started again, by their start */
  readonly lives: Life[];
}

type Life = Pick<Container, "startedAt" | "servedAt" | "joinedLate">;

/**
 * The parts of the container's life in which something was first and last seen, as bits by
 * their place in `STAGES`. Of one life that is exact: between two moments of the same part
 * there is no other.
 */
export function stagesBetween(run: Run, first: bigint, last: bigint): number {
  return stageAt(run, first) | stageAt(run, last);
}

/**
 * Steady begins when the container first answers. What it did before that is its start-up,
 * all of it where it never answers. Of a container that was running when recording began it
 * is not known whether it had answered before: until it is seen to, it is in neither.
 */
function stageAt({ lives }: Run, moment: bigint): number {
  let life = lives[0];
  for (const each of lives) if (each.startedAt <= moment) life = each;
  if (life === undefined) return 0;
  if (life.servedAt !== null && moment >= life.servedAt) return 2;
  return life.joinedLate ? 0 : 1;
}
