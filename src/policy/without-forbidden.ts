/** A baseline without what the policy forbids: what every emitted file is made of. */
import type { Baseline } from "../model/baseline/baseline.js";
import { documentOf, entriesOf, type Lists } from "../model/baseline/lists.js";
import { PART_NAMES, tellEntry, type EntryOf, type PartName } from "../model/baseline/parts.js";
import { plural } from "../model/plural.js";
import { forbidding, isAbout, type Forbids } from "./image-policy.js";
import { withoutNames } from "./never-names.js";
import { placeOf, type NeverRow, type Policy } from "./policy.js";

export interface Allowed {
  readonly baseline: Baseline;
  /** what the policy took out of it, a sentence for each row that did */
  readonly leftOut: readonly string[];
}

/** Of one row: the entries it forbids, in words, and how many are gone with them. */
interface Taken {
  readonly told: string[];
  with: number;
}

/**
 * The baseline without the entries that are forbidden, and without what programs that are forbidden
 * did and no other program. Pure.
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

/** Programs that are forbidden altogether, and by which row. */
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
      const told = tellEntry(part, entry);
      takenBy(taken, row).told.push(names.length === 0 ? told : `${told} as ${names.join(", ")}`);
      return names.length === 0 ? [] : [withoutNames(entry, names)];
    }
    // What a forbidden program started may be allowed, whoever starts it.
    if (others.length === entry.by.length || part === "executables") return [entry];
    if (others.length > 0) return [{ ...entry, by: others }];
    const row = programs.get(entry.by[0] ?? "");
    if (row !== undefined) takenBy(taken, row).with += 1;
    return [];
  });
}

function takenBy(taken: Map<NeverRow, Taken>, row: NeverRow): Taken {
  const known = taken.get(row) ?? { told: [], with: 0 };
  taken.set(row, known);
  return known;
}

const MOST_TOLD = 3;

function sentenceOf(policy: Policy, row: NeverRow, { told, with: count }: Taken): string {
  const first = told.slice(0, MOST_TOLD).join(", ");
  const rest = told.length > MOST_TOLD ? ` and ${String(told.length - MOST_TOLD)} more` : "";
  const beside =
    count === 0 ? "" : `, and ${plural(count, "entry")} of what such programs alone did`;
  return `${placeOf(policy, row)}, leaves out ${first}${rest}${beside}`;
}

/** System calls that no file may allow, also where the baseline is not what asks for them. */
export function forbiddenCalls(
  policy: Policy | undefined,
  image: Baseline["image"],
): ReadonlySet<string> {
  const rows = policy?.never.filter(({ kind }) => kind === "syscalls") ?? [];
  return new Set(rows.filter((row) => isAbout(row, image)).map(({ match }) => match));
}
