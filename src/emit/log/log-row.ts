/** How the log shows one kind of event. */
import type { Behaviour, Event, EventKind } from "../../model/events/events.js";

export interface LogRow<B extends Behaviour> {
  /** the possible names of a line */
  readonly names: readonly [string, ...string[]];
  /** picks one of `names`; absent: there is only one */
  readonly nameOf?: (behaviour: B) => string;
  /** the line's fields; they come besides `comm`, `pid` and `uid`, or replace these */
  readonly fieldsOf: (behaviour: B, event: Event) => Readonly<Record<string, string>>;
}

/** A row for each of these kinds. */
export type LogRows<K extends EventKind> = {
  readonly [Kind in K]: LogRow<Extract<Behaviour, { readonly kind: Kind }>>;
};
