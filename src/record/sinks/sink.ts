/** Where decoded events go. */
import type { Actor, Behaviour } from "../../model/events/events.js";
import type { TrackedContainer } from "../containers/tracker.js";
import type { Program } from "../program-tree.js";

/** An actor, decoded once and remembered. */
export interface SeenActor {
  readonly actor: Actor;
  readonly container: TrackedContainer;
  readonly program: Program | null;
  /** its row in the store, once it has one */
  storeId: number | null;
}

/** A behaviour, decoded once and remembered. */
export interface SeenBehaviour {
  readonly behaviour: Behaviour;
  /** bytes of its record: what it takes in memory is a few times that */
  readonly size: number;
  /** a wanted container did it */
  passed: boolean;
  storeId: number | null;
}

export interface EventSink {
  /** `offset`: nanoseconds since the recording began; `localPort`: of a connect */
  take: (
    offset: number,
    actor: SeenActor,
    behaviour: SeenBehaviour,
    localPort?: number | null,
  ) => void;
  /** A container became known, was described, or stopped. */
  noteContainer: (container: TrackedContainer) => void;
}
