/** Applies the policy to findings: ignores some, and changes the severity of others. */
import type { ImageIdentity } from "../model/baseline/baseline.js";
import { plural } from "../model/plural.js";
import {
  isAbout,
  placeOf,
  selecting,
  selectsEverything,
  type IgnoreRow,
  type Policy,
  type SeverityRow,
} from "../policy/index.js";
import { SEVERITIES, type Finding } from "./finding.js";

/** A row of `ignore`, and how many findings it hid. */
export interface Ignored {
  readonly line: number;
  readonly count: number;
  readonly reason: string;
}

export interface Judged {
  readonly findings: readonly Finding[];
  readonly ignored: readonly Ignored[];
  /** notes about rows of the policy, one sentence each */
  readonly notes: readonly string[];
}

interface About {
  readonly policy: Policy | undefined;
  readonly image: ImageIdentity;
  /** today's date: `2026-11-28` */
  readonly today: string;
}

/** Applies the policy. Forbidden findings stay as they are. Pure. */
export function judgeFindings(
  findings: readonly Finding[],
  { policy, image, today }: About,
): Judged {
  if (policy === undefined) return { findings, ignored: [], notes: [] };
  const severe = rankedBy(findings, policy.severity, image);
  const own = policy.ignore.filter((row) => isAbout(row, image));
  const rows = own.map((row) => ({
    row,
    fitOf: selecting(row, image),
    isExpired: row.until !== null && row.until < today,
    count: 0,
    wouldHide: 0,
  }));
  const left = severe.flatMap((finding) => {
    let rest: Finding = finding;
    for (const each of finding.change === "never" ? [] : rows) {
      const shown = withoutIgnored(rest, each.fitOf(rest));
      if (shown === rest) continue;
      each.wouldHide += 1;
      if (each.isExpired) continue;
      each.count += 1;
      if (shown === null) return [];
      rest = shown;
    }
    return [rest];
  });
  const all = severe.filter(({ change }) => change !== "never").length;
  return {
    findings: left,
    ignored: rows.flatMap(({ row: { line, reason }, count }) =>
      count === 0 ? [] : [{ line, count, reason }],
    ),
    notes: [
      ...ignoredNotes(policy, rows),
      ...rows.flatMap(({ row, isExpired, count, wouldHide }) =>
        rowNotes(placeOf(policy, row), row, { isExpired, count, wouldHide, all }),
      ),
    ],
  };
}

/** Null if the whole finding is ignored. Otherwise only the details that are not ignored stay. */
function withoutIgnored(
  finding: Finding,
  { all, details }: { readonly all: boolean; readonly details: readonly string[] },
): Finding | null {
  if (all) return null;
  if (details.length === 0) return finding;
  const rest = finding.details.filter((each) => !details.includes(each));
  return rest.length === 0 ? null : { ...finding, details: rest };
}

function ignoredNotes(
  { file }: Policy,
  rows: readonly { readonly row: IgnoreRow; readonly count: number }[],
): string[] {
  const used = rows.filter(({ count }) => count > 0);
  if (used.length === 0) return [];
  const sum = used.reduce((total, { count }) => total + count, 0);
  const where = used.map(({ row, count }) => `line ${String(row.line)} (${String(count)})`);
  return [`${plural(sum, "finding")} ignored by ${file}: ${where.join(", ")}`];
}

interface Use {
  readonly isExpired: boolean;
  readonly count: number;
  readonly wouldHide: number;
  /** the number of findings that could be ignored */
  readonly all: number;
}

/** A row that ignores all findings is reported only if there are at least so many. */
const FEWEST = 2;

function rowNotes(
  place: string,
  row: IgnoreRow,
  { isExpired, count, wouldHide, all }: Use,
): string[] {
  if (isExpired) {
    const since = `${place}: what it ignored counts since ${row.until ?? ""} is over`;
    return [wouldHide === 0 ? `${since}; it fits nothing: remove it` : since];
  }
  if (selectsEverything(row)) return [`${place} ignores everything: name a kind or a pattern`];
  if (wouldHide === 0) return [`${place} fits nothing that was found: remove it if that stays so`];
  if (count === all && all >= FEWEST) return [`${place} ignores all that was found`];
  return [];
}

/**
 * The first matching row decides the severity of a finding. A row that lowers it must match all its
 * names, so that a file that is moved out of a directory is not judged by that directory alone.
 */
function rankedBy(
  findings: readonly Finding[],
  severity: readonly SeverityRow[],
  image: ImageIdentity,
): Finding[] {
  const rows = severity.map((row) => ({ row, fitOf: selecting(row, image) }));
  return findings.map((finding) => {
    if (finding.change !== "new") return finding;
    const own = SEVERITIES.indexOf(finding.severity);
    const found = rows.find(({ row, fitOf }) => {
      const { all, any, details } = fitOf(finding);
      const isRaised = SEVERITIES.indexOf(row.severity) < own;
      return isRaised ? any || details.length > 0 : all;
    });
    return found === undefined ? finding : { ...finding, severity: found.row.severity };
  });
}
