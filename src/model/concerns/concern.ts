/** What a row of `concerns.ts` is. */
import type { Baseline } from "../baseline/baseline.js";

export type Severity = "high" | "medium" | "low";

/** The lists of a baseline that rows look at, by their entries. */
interface Entries {
  readonly executables: Baseline["executables"][number];
  readonly filesRead: Baseline["filesRead"][number];
  readonly filesWritten: Baseline["filesWritten"][number];
  readonly changes: Baseline["changes"][number];
  readonly destinations: Baseline["destinations"][number];
  readonly sockets: Baseline["sockets"][number];
  readonly capabilities: Baseline["capabilities"][number];
  readonly privileges: Baseline["privileges"][number];
}

export type ConcernPart = keyof Entries;
export type ConcernEntry<P extends ConcernPart> = Entries[P];

type Matches = { readonly [P in ConcernPart]?: (entry: Entries[P]) => boolean };
/** Entries that a row fits, or doesn't: what matters of them. */
type Example = { readonly [P in ConcernPart]?: Partial<Entries[P]> };

export interface Concern {
  readonly name: string;
  /** a few words, for an entry's line */
  readonly label: string;
  /** a sentence */
  readonly meaning: string;
  readonly severity: Severity;
  readonly matches: Matches;
  readonly examples: { readonly fits: readonly Example[]; readonly not: readonly Example[] };
}
