/** How a kind of event is documented. The row stands beside the kind's interface. */
export interface KindRow {
  /** what an event of this kind says, for the documentation */
  readonly summary: string;
  /** an action; or an item that a program used, reported once */
  readonly sort: "done" | "set";
}

/** A row for each kind of behaviour. */
export type KindRows<B extends { readonly kind: string }> = Readonly<Record<B["kind"], KindRow>>;
