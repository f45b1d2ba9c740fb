/** The interface of what takes decoded events. */
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
  /** bytes of its record; in memory it takes a few times as much */
  readonly size: number;
  /** whether a wanted container did it */
  passed: boolean;
  storeId: number | null;
}

export interface EventSink {
  /** `offset`: nanoseconds since the recording began; `localPort`: only for a connect */
  take: (
    offset: number,
    actor: SeenActor,
    behaviour: SeenBehaviour,
    localPort?: number | null,
  ) => void;
  /** Called when a container becomes known, is described, or stops. */
  noteContainer: (container: TrackedContainer) => void;
}
