/** The type of a row in `concerns.ts`. */
import type { EntryOf, PartName } from "../baseline/parts.js";

import type { Severity } from "../baseline/part.js";

export type { Severity } from "../baseline/part.js";

/** Tests, by the list whose entries they examine. */
type Matches = { readonly [P in PartName]?: (entry: EntryOf<P>) => boolean };
/** Entries that a row matches, or does not: only the relevant fields. */
type Example = { readonly [P in PartName]?: Partial<EntryOf<P>> };

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
