/** Compares a newer baseline with the committed one, list by list. */
import type { Baseline } from "../../model/baseline/baseline.js";
import { entriesOf } from "../../model/baseline/lists.js";
import {
  PART_NAMES,
  describeEntry,
  type EntryOf,
  type PartName,
} from "../../model/baseline/parts.js";
import { Programs } from "../../model/baseline/program-chain.js";
import { orderOf } from "../../model/baseline/same-entry.js";
import { countRuns, runsIn } from "../../model/baseline/run-set.js";
import { printable } from "../../model/text.js";
import {
  forbidding,
  isFinding,
  placeOf as placeOfRow,
  withoutNames,
  type ForbiddenEntry,
  type Policy,
} from "../../policy/index.js";
import type { FindingChange, Finding } from "../finding.js";
import { bringerOf } from "./bringer.js";
import { EntryIndex } from "./entry-index.js";
import { grownFields } from "./grown-fields.js";
import { DocumentLines } from "./lines.js";
import { severityOf } from "./severity.js";

export interface Compared {
  /** the committed baseline */
  readonly committed: Baseline;
  /** its text, to find the lines of entries; undefined if it is not from a file */
  readonly text?: string | undefined;
  /** the newer baseline */
  readonly current: Baseline;
  /**
   * Only entries that were seen since then count, as RFC 3339; undefined for all of `current`.
   * `current` includes earlier runs, because patterns need many runs.
   */
  readonly since?: string | undefined;
  /** what it forbids is always a finding */
  readonly policy?: Policy | undefined;
}

/** The findings: everything new, gone or forbidden, in the order of the document. */
export function compare(compared: Compared): Finding[] {
  const lines = new DocumentLines(compared.text ?? "{}");
  const context: Context = {
    ...compared,
    lines,
    programs: new Programs(compared.current),
    before: new Programs(compared.committed),
    forbids: forbidding(compared.policy, compared.current.image),
  };
  const findings = PART_NAMES.flatMap((part) => comparePart(part, context));
  const newPrograms = new Set(
    findings.flatMap((each) => (isProgramFinding(each) ? [pathOf(each.key)] : [])),
  );
  if (newPrograms.size === 0) return findings;
  return findings.map((finding) => {
    if (finding.change !== "new" || isProgramFinding(finding)) return finding;
    const bringer = bringerOf(finding.by, newPrograms);
    return bringer === null ? finding : { ...finding, entailedBy: printable(bringer) };
  });
}

interface Context extends Compared {
  readonly lines: DocumentLines;
  readonly programs: Programs;
  readonly before: Programs;
  readonly forbids: ReturnType<typeof forbidding>;
}

/** Whether a finding is a new or forbidden program, to which other findings may belong. */
function isProgramFinding({ change, part, details }: Finding): boolean {
  return change !== "gone" && part === "executables" && details.length === 0;
}

function pathOf(key: string): string {
  return (JSON.parse(key) as readonly string[])[0] ?? "";
}

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- ties the entries to their list
function comparePart<P extends PartName>(part: P, context: Context): Finding[] {
  const committed = entriesOf(context.committed, part);
  const current = entriesOf(context.current, part);
  const { since = "" } = context;
  const seen = current.filter(({ lastSeen }) => lastSeen >= since);
  const known = new EntryIndex(part, committed);
  const found = new EntryIndex(part, seen);
  const held = new Set<EntryOf<P>>();
  const findings: Finding[] = [];
  for (const [at, each] of seen.entries()) {
    const key = found.keys[at] ?? "";
    const holders = [...known.holders(each)];
    for (const holder of holders) held.add(holder);
    const holder = known.same(key) ?? holders[0];
    const forbidden = isFinding(part, each) ? context.forbids(part, each) : null;
    if (forbidden !== null) {
      const index = placeOf(part, committed, holder ?? each);
      findings.push(forbiddenFinding(part, each, { ...forbidden, key, index }, context));
      if (forbidden.names.length === 0) continue;
    }
    const entry = forbidden === null ? each : withoutNames(each, forbidden.names);
    const details = holder === undefined ? [] : differences(part, holder, entry);
    if (holder !== undefined && details.length === 0) continue;
    const index = placeOf(part, committed, holder ?? entry);
    const accepted = holder?.accepted;
    findings.push(findingOf("new", part, entry, { key, details, index, accepted }, context));
  }
  committed.forEach((entry, index) => {
    const key = known.keys[index] ?? "";
    if (held.has(entry) || found.same(key) !== undefined) return;
    if (found.holders(entry).next().done !== true) return;
    const { accepted } = entry;
    findings.push(findingOf("gone", part, entry, { key, details: [], index, accepted }, context));
  });
  return findings;
}

function forbiddenFinding<P extends PartName>(
  part: P,
  entry: EntryOf<P>,
  { row, names, key, index }: ForbiddenEntry & Omit<EntryDifference, "details">,
  context: Context,
): Finding {
  const { line, reason, severity } = row;
  const file = context.policy?.file ?? "";
  const place = placeOfRow({ file }, row);
  const why = reason === null ? "" : `: ${printable(reason)}`;
  const details = names.map((name) => printable(`started as ${name}`));
  const finding = findingOf("never", part, entry, { key, details, index }, context);
  return {
    ...finding,
    severity,
    reasons: [`${place}, forbids it${why}`, ...finding.reasons],
    forbiddenBy: { file, line, reason },
  };
}

/** The fields that grew and, if the entry deserves attention, the programs that are new to it. */
function differences<P extends PartName>(part: P, known: EntryOf<P>, entry: EntryOf<P>): string[] {
  const fields = grownFields(part, known, entry);
  const others = entry.by.filter((program) => program !== "" && !known.by.includes(program));
  if (others.length === 0 || severityOf(part, entry).concerns.every(isLow)) return fields;
  return [...fields, ...others.map((program) => `now by ${printable(program)}`)];
}

function isLow({ severity }: { readonly severity: string }): boolean {
  return severity === "low";
}

/** The index of the entry in the sorted list, or where it would be inserted. */
function placeOf<P extends PartName>(
  part: P,
  list: readonly EntryOf<P>[],
  entry: EntryOf<P>,
): number {
  const order = orderOf(part);
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = list[middle];
    if (other !== undefined && order(other, entry) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many run ids a finding lists. */
const MOST_RUNS = 20;

interface EntryDifference {
  readonly key: string;
  readonly details: readonly string[];
  readonly index: number;
  /** why the committed entry was accepted */
  readonly accepted?: readonly string[] | undefined;
}

function findingOf<P extends PartName>(
  change: FindingChange,
  part: P,
  entry: EntryOf<P>,
  { key, details, index, accepted = [] }: EntryDifference,
  { lines, programs, before, current, committed }: Context,
): Finding {
  const { severity, concerns } = severityOf(part, entry);
  const isGone = change === "gone";
  const { by } = entry;
  const of = isGone ? committed : current;
  return {
    change,
    part,
    key,
    severity: isGone ? "low" : severity,
    concern: concerns[0]?.name ?? null,
    what: describeEntry(part, entry),
    details,
    reasons: [
      ...(isGone ? [] : concerns.map(({ meaning }) => meaning)),
      ...accepted.map((reason) => `the entry was accepted: ${printable(reason)}`),
    ],
    by,
    chain: (isGone ? before : programs).chainOf(by),
    entailedBy: null,
    count: entry.count,
    runs: countRuns(entry.runs),
    ofRuns: of.runs.count,
    runIds: runsIn(entry.runs)
      .slice(0, MOST_RUNS)
      .flatMap((place) => of.runs.each[place - 1]?.id ?? []),
    firstSeen: entry.firstSeen,
    lastSeen: entry.lastSeen,
    line: lines.lineOf(part, index),
  };
}
