/** The types of the policy in `cxray.yaml`. */
import type { PartName } from "../model/baseline/parts.js";
import type { Severity } from "../model/concerns/concern.js";

/** A row of the policy. */
interface Row {
  /** its line in the file */
  readonly line: number;
  /** globs of the images that it applies to; empty for all images */
  readonly images: readonly string[];
}

/** A row that matches findings. */
export interface Selector extends Row {
  /** lists of the baseline; empty for all lists */
  readonly kinds: readonly PartName[];
  /** globs; empty to match any text */
  readonly match: readonly string[];
}

/** Findings that match are ignored. */
export interface IgnoreRow extends Selector {
  readonly reason: string;
  /** the last day on which it applies, `2027-01-31`; null if it never expires */
  readonly until: string | null;
}

/** Sets the severity of findings that match. */
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

/** Forbids behaviour. */
export interface NeverRow extends Row {
  readonly kind: NeverKind;
  readonly match: string;
  readonly reason: string | null;
  readonly severity: Severity;
  /** for paths: the access that is forbidden; empty for any access */
  readonly access: readonly ("read" | "write")[];
}

export interface Policy {
  /** the name of the file, for messages */
  readonly file: string;
  readonly ignore: readonly IgnoreRow[];
  readonly never: readonly NeverRow[];
  readonly severity: readonly SeverityRow[];
}

/** `cxray.yaml, line 12` */
export function placeOf({ file }: Pick<Policy, "file">, { line }: Row): string {
  return `${file}, line ${String(line)}`;
}
