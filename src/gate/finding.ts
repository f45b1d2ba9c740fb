/** A finding: one thing in which what an image does differs from its committed baseline. */
import { createHash } from "node:crypto";
import type { PartName } from "../model/baseline/parts.js";
import type { Concern } from "../model/concerns/concerns.js";

export type Severity = Concern["severity"];

/** The most severe first. */
export const SEVERITIES: readonly Severity[] = ["high", "medium", "low"];

/**
 * `new`: the committed baseline lacks it. `gone`: it has it, and it was not seen. `never`: the
 * policy forbids it, whatever the baseline says.
 */
export type Change = "new" | "gone" | "never";

export interface Finding {
  readonly change: Change;
  /** the list it is an entry of */
  readonly part: PartName;
  /** what the entry is known by in its list: `keyOf` */
  readonly key: string;
  readonly severity: Severity;
  /** the name of the concern that fits it best; null: none does */
  readonly concern: string | null;
  /** one line for a person; hostile texts in it are printable */
  readonly what: string;
  /** the entry is known, and this of it is what differs; printable, a few words each */
  readonly details: readonly string[];
  /** why it deserves a look, or why the policy forbids it; a sentence each */
  readonly reasons: readonly string[];
  /** the programs that did it, as recorded; empty: not known */
  readonly by: readonly string[];
  /** how the first of these came to run: it, who started it, and so on; printable */
  readonly chain: readonly string[];
  /** a finding about this program brings this one along; printable; null: it stands for itself */
  readonly entailedBy: string | null;
  readonly count: number;
  /** runs in which it was seen */
  readonly runs: number;
  /** the first of these, as `cxray runs` knows them */
  readonly runIds: readonly string[];
  /** of so many */
  readonly ofRuns: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** of the committed file: where it stands, or where it would */
  readonly line: number;
  /** of what is forbidden: by which row of the policy */
  readonly forbiddenBy?: {
    readonly file: string;
    readonly line: number;
    readonly reason: string | null;
  };
}

/** What the same finding has on every night and machine, and no other has: 32 hexadecimal digits. */
export function fingerprintOf({ change, part, key, details }: Finding): string {
  const text = JSON.stringify([change, part, key, details]);
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}

/** `new/filesRead`: what kind of finding it is, for machines. */
export function kindOf({ change, part }: Pick<Finding, "change" | "part">): string {
  return `${change}/${part}`;
}
