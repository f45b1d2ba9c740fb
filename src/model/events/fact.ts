import type { Actor, Behaviour } from "./events.js";

/** The same actor doing the same thing, counted: what aggregation folds. */
export interface Fact {
  readonly recordingId: number;
  /** 64 hexadecimal digits */
  readonly containerId: string;
  readonly actor: Actor;
  readonly behaviour: Behaviour;
  /** how often, at least 1 */
  readonly count: number;
  /** nanoseconds since 1970 */
  readonly first: bigint;
  readonly last: bigint;
}
