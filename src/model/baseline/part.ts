/** The type of a row in `PARTS`: one list of a baseline. */
import type { Abi } from "../events/events.js";
import type { Baseline, Evidence, SyscallEntry } from "./baseline.js";
import type { Field } from "./fields.js";

type TopLists = {
  [P in keyof Baseline as Baseline[P] extends readonly Evidence[] ? P : never]: EntryIn<
    Baseline[P]
  >;
};
type RefusedLists = {
  [P in keyof Baseline["refused"] as `refused.${P}`]: EntryIn<Baseline["refused"][P]>;
};
type SyscallLists = { [P in keyof Baseline["syscalls"] as `syscalls.${P}`]: SyscallOfAbi };
type EntryIn<L> = L extends readonly (infer E)[] ? E : never;

/** A system call with the ABI of its list in the document. */
export type SyscallOfAbi = SyscallEntry & { readonly abi: Abi };

/** The lists of a baseline, by their place in the document, and their entries. */
export type PartEntries = TopLists & SyscallLists & RefusedLists;
export type PartName = keyof PartEntries;
export type EntryOf<P extends PartName> = PartEntries[P];

/**
 * An entry with only what was observed: no evidence, and perhaps incomplete lists. Undefined fields
 * are unknown or false.
 */
export type Observed<P extends PartName> = {
  readonly [F in Exclude<keyof EntryOf<P>, keyof Evidence>]?: EntryOf<P>[F] | undefined;
};

export type FieldsOf<E> = {
  readonly [F in Exclude<keyof E, keyof Evidence>]-?: Field<Exclude<E[F], undefined>>;
};

/** How much a new entry matters. */
export type Severity = "high" | "medium" | "low";

export interface Part<E> {
  /** the list's title for a person; `#` stands for the number of entries */
  readonly title: string;
  /** the severity of a new entry that fits no concern */
  readonly severity: Severity;
  /** the noun for `#` */
  readonly noun: string;
  /** the verb before an entry's words: `read /etc/shadow` */
  readonly verb: string;
  /** what it lists, for the documentation: the end of a sentence */
  readonly lists: string;
  /** an entry in a few words, for a person; hostile texts are not escaped, see `describeEntry` */
  readonly words: (entry: E) => string;
  /** All fields except the evidence, in the document's order. */
  readonly fields: FieldsOf<E>;
  /** the keys by which the list is sorted; absent: in the order of `fields` */
  readonly order?: readonly (keyof E & string)[];
}

/** A row for each list. A missing row does not compile. */
export type Parts = { readonly [P in PartName]: Part<EntryOf<P>> };
