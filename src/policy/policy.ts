/** What `cxray.yaml` says about findings and about what may be learnt: plain data. */
import type { PartName } from "../model/baseline/parts.js";
import type { Severity } from "../model/concerns/concern.js";

/** A row of the policy. */
interface Row {
  /** of the file */
  readonly line: number;
  /** globs of the images that it is about; empty: of all */
  readonly images: readonly string[];
}

/** Which findings a row is about. */
export interface Selector extends Row {
  /** lists of the baseline; empty: all */
  readonly kinds: readonly PartName[];
  /** globs; empty: any text */
  readonly match: readonly string[];
}

/** Findings that fit are none. */
export interface IgnoreRow extends Selector {
  readonly reason: string;
  /** the last day on which it holds, `2027-01-31`; null: for ever */
  readonly until: string | null;
}

/** How severe the findings are that fit. */
export interface SeverityRow extends Selector {
  readonly severity: Severity;
}

/** What a policy can forbid, in the order of the documents. */
export const NEVER_KINDS = [
  "programs",
  "paths",
  "destinations",
  "ports",
  "listeners",
  "capabilities",
  "syscalls",
] as const;

export type NeverKind = (typeof NEVER_KINDS)[number];

/** What no learning lets in. */
export interface NeverRow extends Row {
  readonly kind: NeverKind;
  readonly match: string;
  readonly reason: string | null;
  readonly severity: Severity;
  /** of paths: what must not be done with them; empty: anything */
  readonly access: readonly ("read" | "write")[];
}

export interface Policy {
  /** the file's name, as messages call it */
  readonly file: string;
  readonly ignore: readonly IgnoreRow[];
  readonly never: readonly NeverRow[];
  readonly severity: readonly SeverityRow[];
}

/** `cxray.yaml, line 12` */
export function placeOf({ file }: Pick<Policy, "file">, { line }: Row): string {
  return `${file}, line ${String(line)}`;
}
