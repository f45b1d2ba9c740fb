/** Removes what the policy forbids from a baseline, before a file is made from it. */
import type { Baseline } from "../model/baseline/baseline.js";
import { documentOf, entriesOf, type Lists } from "../model/baseline/lists.js";
import { PART_NAMES, describeEntry, type EntryOf, type PartName } from "../model/baseline/parts.js";
import { plural } from "../model/plural.js";
import { forbidding, isAbout, type Forbids } from "./image-policy.js";
import { withoutNames } from "./never-names.js";
import { placeOf, type NeverRow, type Policy } from "./policy.js";

export interface Allowed {
  readonly baseline: Baseline;
  /** what the policy removed, one sentence for each row */
  readonly leftOut: readonly string[];
}

/** What one row removed: the entries that it forbids, and how many went with them. */
interface Taken {
  readonly entries: string[];
  with: number;
}

/**
 * The baseline without forbidden entries, and without what only forbidden programs did. Pure.
 */
export function withoutForbidden(baseline: Baseline, policy: Policy | undefined): Allowed {
  if (policy === undefined || policy.never.length === 0) return { baseline, leftOut: [] };
  const forbids = forbidding(policy, baseline.image);
  const programs = forbiddenPrograms(baseline, forbids);
  const taken = new Map<NeverRow, Taken>();
  const lists: Partial<Record<PartName, readonly EntryOf<PartName>[]>> = {};
  for (const part of PART_NAMES)
    lists[part] = allowedOf(part, baseline, { forbids, programs, taken });
  if (taken.size === 0) return { baseline, leftOut: [] };
  return {
    baseline: { ...baseline, ...documentOf(lists as Lists) },
    leftOut: [...taken].map(([row, of]) => sentenceOf(policy, row, of)),
  };
}

/** The forbidden programs, each with the row that forbids it. */
function forbiddenPrograms({ executables }: Baseline, forbids: Forbids): Map<string, NeverRow> {
  return new Map(
    executables.flatMap((entry) => {
      const forbidden = forbids("executables", entry);
      const isWhole = forbidden?.names.length === 0;
      return isWhole ? [[entry.path, forbidden.row] as const] : [];
    }),
  );
}

interface Context {
  readonly forbids: Forbids;
  readonly programs: ReadonlyMap<string, NeverRow>;
  readonly taken: Map<NeverRow, Taken>;
}

function allowedOf<P extends PartName>(
  part: P,
  baseline: Baseline,
  { forbids, programs, taken }: Context,
): EntryOf<P>[] {
  return entriesOf(baseline, part).flatMap((entry) => {
    const forbidden = forbids(part, entry);
    const others = entry.by.filter((program) => !programs.has(program));
    if (forbidden !== null) {
      const { row, names } = forbidden;
      const text = describeEntry(part, entry);
      takenBy(taken, row).entries.push(
        names.length === 0 ? text : `${text} as ${names.join(", ")}`,
      );
      return names.length === 0 ? [] : [withoutNames(entry, names)];
    }
    // A program that a forbidden one started may itself be allowed.
    if (others.length === entry.by.length || part === "executables") return [entry];
    if (others.length > 0) return [{ ...entry, by: others }];
    const row = programs.get(entry.by[0] ?? "");
    if (row !== undefined) takenBy(taken, row).with += 1;
    return [];
  });
}

function takenBy(taken: Map<NeverRow, Taken>, row: NeverRow): Taken {
  const known = taken.get(row) ?? { entries: [], with: 0 };
  taken.set(row, known);
  return known;
}

const MOST_LISTED = 3;

function sentenceOf(policy: Policy, row: NeverRow, { entries, with: count }: Taken): string {
  const first = entries.slice(0, MOST_LISTED).join(", ");
  const rest =
    entries.length > MOST_LISTED ? ` and ${String(entries.length - MOST_LISTED)} more` : "";
  const beside =
    count === 0 ? "" : `, and ${plural(count, "entry")} of what such programs alone did`;
  return `${placeOf(policy, row)}, leaves out ${first}${rest}${beside}`;
}

/** System calls that no file may allow, not even for the container runtime. */
export function forbiddenCalls(
  policy: Policy | undefined,
  image: Baseline["image"],
): ReadonlySet<string> {
  const rows = policy?.never.filter(({ kind }) => kind === "syscalls") ?? [];
  return new Set(rows.filter((row) => isAbout(row, image)).map(({ match }) => match));
}
