/** Where events go as they come, besides the store. */
import type { Event } from "../../model/events/events.js";

/** Its methods throw a CxrayError when the log can't be written any more. */
export interface EventLog {
  readonly take: (event: Event) => void;
  /** false makes recording wait, for a reader of the log that is slow */
  readonly isReady: () => boolean;
  /** Makes sure that what is written can be found again. */
  readonly check: () => void;
  /** Writes what is left. A second time it does nothing. */
  readonly close: () => Promise<void>;
}
