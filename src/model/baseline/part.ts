/** What a row of `PARTS` is: one list of a baseline. */
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

/** A system call with the ABI that its list in the document is of. */
export type SyscallOfAbi = SyscallEntry & { readonly abi: Abi };

/** The lists of a baseline, by where they stand in the document, and their entries. */
export type PartEntries = TopLists & SyscallLists & RefusedLists;
export type PartName = keyof PartEntries;
export type EntryOf<P extends PartName> = PartEntries[P];

/**
 * An entry of which nothing is known but what was observed: no evidence, and of lists perhaps a part.
 * What is undefined is not known, or not so.
 */
export type Observed<P extends PartName> = {
  readonly [F in Exclude<keyof EntryOf<P>, keyof Evidence>]?: EntryOf<P>[F] | undefined;
};

export type FieldsOf<E> = {
  readonly [F in Exclude<keyof E, keyof Evidence>]-?: Field<Exclude<E[F], undefined>>;
};

/** How much an entry matters that is new. */
export type Severity = "high" | "medium" | "low";

export interface Part<E> {
  /** the title of the list for a person; `#` stands for how many entries there are */
  readonly title: string;
  /** of what is new in it and no concern fits */
  readonly severity: Severity;
  /** what an entry is, for `#` */
  readonly noun: string;
  /** what was done, before an entry's words: `read /etc/shadow` */
  readonly verb: string;
  /** what it lists, for the documentation: the rest of a sentence */
  readonly lists: string;
  /** an entry for a person, in a few words; hostile texts as they are, see `describeEntry` */
  readonly words: (entry: E) => string;
  /** All fields but the evidence, in the document's order. */
  readonly fields: FieldsOf<E>;
  /** the keys in the order in which the list is sorted by them; absent: that of `fields` */
  readonly order?: readonly (keyof E & string)[];
}

/** A row for each list: one that is missing does not compile. */
export type Parts = { readonly [P in PartName]: Part<EntryOf<P>> };
