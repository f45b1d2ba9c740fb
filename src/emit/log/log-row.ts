/** What the log says of one kind of event. */
import type { Behaviour, Event, EventKind } from "../../model/events/events.js";

export interface LogRow<B extends Behaviour> {
  /** what a line of this kind can be called */
  readonly names: readonly [string, ...string[]];
  /** which of them it is; absent: the only one */
  readonly nameOf?: (behaviour: B) => string;
  /** what the line says besides `comm`, `pid` and `uid`, or in their place */
  readonly fieldsOf: (behaviour: B, event: Event) => Readonly<Record<string, string>>;
}

/** A row for each of some kinds. */
export type LogRows<K extends EventKind> = {
  readonly [Kind in K]: LogRow<Extract<Behaviour, { readonly kind: Kind }>>;
};
