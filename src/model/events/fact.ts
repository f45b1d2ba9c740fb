import type { Actor, Behaviour } from "./events.js";

/** The same behaviour of the same actor, counted. Aggregation folds facts. */
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
