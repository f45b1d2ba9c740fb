/** What documents say of a kind of event. Its row stands beside its interface. */
export interface KindRow {
  /** what one event of it says, for documents */
  readonly summary: string;
  /** it was done, or it is a member of a set of what a program uses, which is told once */
  readonly sort: "done" | "set";
}

/** A row for each kind of some behaviours. */
export type KindRows<B extends { readonly kind: string }> = Readonly<Record<B["kind"], KindRow>>;
