/** Compares what was seen with what was committed, list by list. */
import type { Baseline } from "../../model/baseline/baseline.js";
import { entriesOf } from "../../model/baseline/lists.js";
import { PART_NAMES, tellEntry, type EntryOf, type PartName } from "../../model/baseline/parts.js";
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
import type { Change, Finding } from "../finding.js";
import { bringerOf } from "./bringer.js";
import { EntryIndex } from "./entry-index.js";
import { grownFields } from "./grown-fields.js";
import { DocumentLines } from "./lines.js";
import { judge } from "./severity.js";

export interface Compared {
  /** what was accepted */
  readonly committed: Baseline;
  /** its text, for the lines; undefined: it is in no file */
  readonly text?: string | undefined;
  /** what was seen */
  readonly current: Baseline;
  /**
   * RFC 3339: only what was seen from then on counts as seen. Undefined: all of `current`, which
   * may hold more than what is asked about, as patterns take many nights.
   */
  readonly since?: string | undefined;
  /** what it never lets in is a finding, whatever was accepted */
  readonly policy?: Policy | undefined;
}

/** All that is new and all that is gone, in the order of the document. */
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
    findings.flatMap((each) => (isProgram(each) ? [pathOf(each.key)] : [])),
  );
  if (newPrograms.size === 0) return findings;
  return findings.map((finding) => {
    if (finding.change !== "new" || isProgram(finding)) return finding;
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

/** New, or forbidden: what it alone did comes with it. */
function isProgram({ change, part, details }: Finding): boolean {
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
      findings.push(tellForbidden(part, each, { ...forbidden, key, index }, context));
      if (forbidden.names.length === 0) continue;
    }
    const entry = forbidden === null ? each : withoutNames(each, forbidden.names);
    const details = holder === undefined ? [] : differences(part, holder, entry);
    if (holder !== undefined && details.length === 0) continue;
    const index = placeOf(part, committed, holder ?? entry);
    const accepted = holder?.accepted;
    findings.push(tell("new", part, entry, { key, details, index, accepted }, context));
  }
  committed.forEach((entry, index) => {
    const key = known.keys[index] ?? "";
    if (held.has(entry) || found.same(key) !== undefined) return;
    if (found.holders(entry).next().done !== true) return;
    const { accepted } = entry;
    findings.push(tell("gone", part, entry, { key, details: [], index, accepted }, context));
  });
  return findings;
}

function tellForbidden<P extends PartName>(
  part: P,
  entry: EntryOf<P>,
  { row, names, key, index }: ForbiddenEntry & Omit<Told, "details">,
  context: Context,
): Finding {
  const { line, reason, severity } = row;
  const file = context.policy?.file ?? "";
  const place = placeOfRow({ file }, row);
  const why = reason === null ? "" : `: ${printable(reason)}`;
  const details = names.map((name) => printable(`started as ${name}`));
  const finding = tell("never", part, entry, { key, details, index }, context);
  return {
    ...finding,
    severity,
    reasons: [`${place}, never lets it in${why}`, ...finding.reasons],
    forbiddenBy: { file, line, reason },
  };
}

/** Fields that grew; and of what deserves a look, the programs that did not do it before. */
function differences<P extends PartName>(part: P, known: EntryOf<P>, entry: EntryOf<P>): string[] {
  const fields = grownFields(part, known, entry);
  const others = entry.by.filter((program) => program !== "" && !known.by.includes(program));
  if (others.length === 0 || judge(part, entry).concerns.every(isLow)) return fields;
  return [...fields, ...others.map((program) => `now by ${printable(program)}`)];
}

function isLow({ severity }: { readonly severity: string }): boolean {
  return severity === "low";
}

/** Where the entry stands in the list, or where it would. */
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

/** More say nothing more. */
const MOST_RUNS = 20;

interface Told {
  readonly key: string;
  readonly details: readonly string[];
  readonly index: number;
  /** why the committed entry was accepted */
  readonly accepted?: readonly string[] | undefined;
}

function tell<P extends PartName>(
  change: Change,
  part: P,
  entry: EntryOf<P>,
  { key, details, index, accepted = [] }: Told,
  { lines, programs, before, current, committed }: Context,
): Finding {
  const { severity, concerns } = judge(part, entry);
  const isGone = change === "gone";
  const { by } = entry;
  const of = isGone ? committed : current;
  return {
    change,
    part,
    key,
    severity: isGone ? "low" : severity,
    concern: concerns[0]?.name ?? null,
    what: tellEntry(part, entry),
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
