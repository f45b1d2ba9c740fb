/** The data that a reporter gets, and the texts that all reporters share. */
import { PARTS } from "../../model/baseline/parts.js";
import { plural } from "../../model/plural.js";
import { printable } from "../../model/text.js";
import { SEVERITIES, type FindingChange, type Finding } from "../finding.js";
import type { Ignored } from "../judge-findings.js";

export interface Report {
  /** the worst first */
  readonly findings: readonly Finding[];
  /** which of them fail the build */
  readonly fails: (finding: Finding) => boolean;
  /** the image's name */
  readonly image: string;
  /** the path of the committed file, relative to its repository if it is in one */
  readonly file: string;
  /** how many runs were compared */
  readonly runs: number;
  /** why the recording is incomplete, and notes about the policy; one sentence each */
  readonly notes: readonly string[];
  readonly isComplete: boolean;
  /** what the policy ignored, by row */
  readonly ignored: readonly Ignored[];
  /** the command that accepts the findings; null if none can be accepted */
  readonly accept: string | null;
  readonly version: string;
}

const CHANGES: Readonly<Record<FindingChange, string>> = {
  new: "new",
  gone: "not seen any more",
  never: "forbidden by the policy",
};

/**
 * How many findings a file for a platform has. GitHub shows no more from SARIF, and GitLab refuses
 * larger JUnit reports.
 */
const MOST_IN_FILE = 5_000;

/** The findings for such a file, those that were left out, and a text about these; null if none. */
export function fittingFile(findings: readonly Finding[]): {
  readonly shown: readonly Finding[];
  readonly left: readonly Finding[];
  readonly leftOut: string | null;
} {
  const shown = findings.slice(0, MOST_IN_FILE);
  const left = findings.slice(MOST_IN_FILE);
  const leftOut = left.length === 0 ? null : `${plural(left.length, "more finding")} left out`;
  return { shown, left, leftOut };
}

/** How many characters of a text are shown. The beginning says what it is. */
const LONGEST = 600;

export function shortened(text: string, longest = LONGEST): string {
  const characters = text.length <= longest ? [] : [...text];
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join("")}…`;
}

/** `read /etc/shadow`, `changed chmod /bin/x (mode 4755)`. Printable, one line. */
export function deedOf({ part, what, details }: Finding): string {
  const more = details.length === 0 ? "" : ` (${details.join("; ")})`;
  return shortened(`${PARTS[part].verb} ${what}${more}`);
}

/** `/bin/sh, started by /usr/sbin/nginx`; empty if not known. Printable. */
export function doerOf({ chain, by }: Finding): string {
  const [first, ...starters] = chain;
  if (first === undefined) return "";
  const known = by.filter((program) => program !== "").length;
  const others = known > 1 ? ` and ${plural(known - 1, "other program")}` : "";
  const started = starters.length === 0 ? "" : `, started by ${starters.join(", by ")}`;
  return shortened(`${first}${others}${started}`);
}

/** A whole sentence: what happened, which program did it, how often. Printable, one line. */
export function messageOf(finding: Finding): string {
  const { change, count, runs, ofRuns, entailedBy } = finding;
  const doer = doerOf(finding);
  return [
    `${CHANGES[change]}: ${deedOf(finding)}`,
    ...(doer === "" ? [] : [`by ${doer}`]),
    `${plural(count, "time")} in ${runs} of ${plural(ofRuns, "run")}`,
    ...(entailedBy === null ? [] : [`comes with the new program ${shortened(entailedBy)}`]),
    ...finding.reasons,
  ].join("; ");
}

/** `3 new (1 high, 2 medium), 1 not seen any more`; without findings `no difference`. */
export function countsOf(findings: readonly Finding[]): string {
  const parts = (Object.keys(CHANGES) as FindingChange[]).flatMap((change) => {
    const those = findings.filter((each) => each.change === change);
    if (those.length === 0) return [];
    const severities = SEVERITIES.flatMap((severity) => {
      const count = those.filter((each) => each.severity === severity).length;
      return count === 0 ? [] : [`${count.toLocaleString("en-US")} ${severity}`];
    });
    const detail = change === "gone" ? "" : ` (${severities.join(", ")})`;
    return [`${those.length.toLocaleString("en-US")} ${CHANGES[change]}${detail}`];
  });
  return parts.length === 0 ? "no difference" : parts.join(", ");
}

/** The result in one line. Printable. */
export function headlineOf({ image, file, runs, findings }: Report): string {
  const seen = plural(runs, "run");
  return `${printable(image)}: ${countsOf(findings)}, in ${seen}, compared with ${printable(file)}`;
}
