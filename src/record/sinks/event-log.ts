/** The live log: gets each event at once, in addition to the store. */
import type { Event } from "../../model/events/events.js";

/** Its methods throw a CxrayError if the log can't be written any more. */
export interface EventLog {
  readonly take: (event: Event) => void;
  /** false makes the recording wait for a slow reader of the log */
  readonly isReady: () => boolean;
  /** Checks that the log's file is still in place. */
  readonly check: () => void;
  /** Writes what is left. A second call does nothing. */
  readonly close: () => Promise<void>;
}
