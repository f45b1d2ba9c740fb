/** A finding: one difference between what an image does and its committed baseline. */
import { createHash } from "node:crypto";
import type { PartName } from "../model/baseline/parts.js";
import type { Concern } from "../model/concerns/concerns.js";

export type Severity = Concern["severity"];

/** The most severe first. */
export const SEVERITIES: readonly Severity[] = ["high", "medium", "low"];

/**
 * `new`: the committed baseline lacks it. `gone`: the committed baseline has it, but it was not
 * seen. `never`: the policy forbids it.
 */
export type FindingChange = "new" | "gone" | "never";

export interface Finding {
  readonly change: FindingChange;
  /** the list it is an entry of */
  readonly part: PartName;
  /** the key of the entry in its list: `keyOf` */
  readonly key: string;
  readonly severity: Severity;
  /** the name of its most severe concern; null if there is none */
  readonly concern: string | null;
  /** the entry in one line; hostile texts in it are printable */
  readonly what: string;
  /** if the entry is known, what is new in it; printable, a few words each */
  readonly details: readonly string[];
  /** why it deserves attention, or why the policy forbids it; a sentence each */
  readonly reasons: readonly string[];
  /** the programs that did it, as recorded; empty if not known */
  readonly by: readonly string[];
  /** the first of these programs, the program that started it, and so on; printable */
  readonly chain: readonly string[];
  /** the new program that this finding belongs to; printable; null if it belongs to none */
  readonly entailedBy: string | null;
  readonly count: number;
  /** in how many runs it was seen */
  readonly runs: number;
  /** the ids of the first of these runs, as in `cxray runs` */
  readonly runIds: readonly string[];
  /** the number of all runs */
  readonly ofRuns: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** the line in the committed file where the entry is, or where it would be */
  readonly line: number;
  /** if it is forbidden: the row of the policy */
  readonly forbiddenBy?: {
    readonly file: string;
    readonly line: number;
    readonly reason: string | null;
  };
}

/** Identifies a finding: the same in every run and on every machine. 32 hexadecimal digits. */
export function fingerprintOf({ change, part, key, details }: Finding): string {
  const text = JSON.stringify([change, part, key, details]);
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}

/** The kind of a finding, for programs: `new/filesRead`. */
export function kindOf({ change, part }: Pick<Finding, "change" | "part">): string {
  return `${change}/${part}`;
}
