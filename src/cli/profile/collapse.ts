/** Shows many similar rows as one, so that a data directory does not hide everything else. */
import type { Evidence, Stage } from "../../model/baseline/baseline.js";
import { plural } from "../../model/plural.js";
import { uniteRuns } from "../../model/baseline/run-set.js";
import { sortedTexts } from "../../model/order.js";
import { printable } from "../../model/text.js";

/** A row of a section. All its texts are printable. */
export interface Row {
  readonly name: string;
  readonly evidence: Evidence;
  /** why it deserves attention: such a row comes first and is never left out */
  readonly warnings?: readonly string[];
  readonly notes: readonly string[];
  /** more lines below it */
  readonly more?: readonly string[];
  /** the name under which it is shown together with similar rows, if there are more than `most` */
  readonly collapse?: { readonly name: string; readonly most: number };
  /** how many entries the row stands for */
  readonly entries?: number;
}

const LIBRARY = /\.so(?:\.[\d.]+)?$/u;

/** Files in these directories always have their own row: they are configuration, not data. */
const ALWAYS_LISTED: ReadonlySet<string> = new Set(["/", "/etc/", "/root/"]);

/** How a file is shown if there are too many like it. Libraries of the image collapse from two on. */
export function collapseOfFile(
  path: string,
  limit: number,
  isForeign: boolean,
): NonNullable<Row["collapse"]> {
  if (!isForeign && LIBRARY.test(path)) return { name: "shared libraries", most: 1 };
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  return { name: printable(folder), most: ALWAYS_LISTED.has(folder) ? Infinity : limit };
}

/** Collapses rows at the place of the first of them, if there are more rows than the limit. */
export function collapseRows(rows: readonly Row[], limit: number): readonly Row[] {
  if (limit === Infinity) return rows;
  const bySort = new Map<string, Row[]>();
  // why it was accepted is said of one alone
  const isAlone = ({ collapse, evidence }: Row): boolean =>
    collapse === undefined || evidence.accepted !== undefined;
  for (const row of rows) {
    if (row.collapse === undefined || isAlone(row)) continue;
    const known = bySort.get(row.collapse.name);
    if (known === undefined) bySort.set(row.collapse.name, [row]);
    else known.push(row);
  }
  return rows.flatMap((row) => {
    const alike = row.collapse === undefined ? [] : (bySort.get(row.collapse.name) ?? []);
    if (isAlone(row) || alike.length <= (row.collapse?.most ?? Infinity)) return [row];
    return alike[0] === row ? [together(row.collapse?.name ?? "", alike)] : [];
  });
}

function together(name: string, rows: readonly Row[]): Row {
  const [first, ...others] = rows.map(({ notes }) => notes);
  const common = (first ?? []).filter((note) => others.every((notes) => notes.includes(note)));
  return {
    name,
    evidence: mergeEvidence(rows.map(({ evidence }) => evidence)),
    notes: [plural(rows.length, "file"), ...common],
    entries: rows.length,
  };
}

function mergeEvidence(all: readonly Evidence[]): Evidence {
  const when = all.flatMap((each) => each.when);
  const isKnown = all.every((each) => each.when.length > 0);
  return {
    count: all.reduce((sum, { count }) => sum + count, 0),
    runs: all.map(({ runs }) => runs).reduce(uniteRuns),
    firstSeen: sortedTexts(all.map(({ firstSeen }) => firstSeen))[0] ?? "",
    lastSeen: sortedTexts(all.map(({ lastSeen }) => lastSeen)).at(-1) ?? "",
    when: isKnown ? stagesOf(when) : [],
    by: sortedTexts(new Set(all.flatMap(({ by }) => by))),
  };
}

const STAGES: readonly Stage[] = ["start-up", "steady"];

function stagesOf(when: readonly Stage[]): readonly Stage[] {
  const stages = STAGES.filter((stage) => when.includes(stage));
  return stages.length > 0 ? stages : when.slice(0, 1);
}
