/**
 * Changes with two ends: what was renamed or linked to what, what a link says, what was mounted
 * where. Both ends are allowed together, so that there is a macro for each pair.
 */
import type { ChangeEntry } from "../../model/baseline.js";
import type { Operation } from "../../model/events.js";
import { sortedBy } from "../../model/order.js";
import { namesOfArgument } from "./file-names.js";
import type { FileName } from "./file-names.js";
import { anyOf, evidence } from "./parts.js";
import type { Macro, Part } from "./parts.js";
import { markOf, pathTest } from "./paths.js";

interface Sort {
  readonly name: string;
  readonly about: string;
  readonly operations: readonly Operation[];
  /** where Falco has the first end, and the second */
  readonly fields: readonly [string, string];
  /** the second end is the other path of the change, or a text beside it */
  readonly second: "to" | "texts";
}

/**
 * `fs.path.source` and `fs.path.target` would do for all of these, but don't look at the folder's
 * descriptor that renameat and its like are given: a name relative to it would be taken for
 * another file's.
 */
const SORTS: readonly Sort[] = [
  {
    name: "renames",
    about: "what was renamed, and to what",
    operations: ["rename", "exchange"],
    fields: ["evt.arg.oldpath", "evt.arg.newpath"],
    second: "to",
  },
  {
    name: "links",
    about: "hard links: the file and its new name",
    operations: ["link"],
    fields: ["evt.arg.oldpath", "evt.arg.newpath"],
    second: "to",
  },
  {
    name: "symlinks",
    about: "links, and what they say",
    operations: ["symlink"],
    fields: ["evt.arg.linkpath", "evt.arg.target"],
    second: "texts",
  },
  {
    name: "mounts",
    about: "where something was mounted, and what",
    operations: ["mount"],
    fields: ["evt.arg.dir", "evt.arg.dev"],
    second: "texts",
  },
];

/** A part for each sort, from changes that were made. */
export function allowPairs(prefix: string, done: readonly ChangeEntry[], allRuns: number): Part[] {
  return SORTS.map((sort) => {
    const entries = done.filter(({ operation }) => sort.operations.includes(operation));
    const name = `${prefix}_${sort.name}`;
    const conditions = new Map<string, string[]>();
    for (const entry of sortedBy(
      entries,
      ({ path, to, operation }) => `${path}\0${to ?? ""}\0${operation}`,
    )) {
      const condition = conditionOf(entry, sort);
      const comments = commentsOf(entry, allRuns);
      conditions.set(condition, [...(conditions.get(condition) ?? []), ...comments]);
    }
    const macros = [...conditions].map(([condition, about], at): Macro => ({
      name: `${name}_pattern_${at + 1}`,
      about,
      lines: [condition],
    }));
    const names = macros.map((macro) => macro.name);
    return { lists: [], macros: [...macros, anyOf(name, [sort.about], names)] };
  });
}

function conditionOf(entry: ChangeEntry, { fields, second }: Sort): string {
  const other = second === "to" ? otherPath(entry) : (entry.texts ?? []).map((path) => ({ path }));
  const [one, two] = fields;
  return bothEnds(anyPath(one, namesOfArgument(entry)), anyPath(two, other));
}

function otherPath({ to, toRule, toAskedAs, toSlashed }: ChangeEntry): FileName[] {
  if (to === undefined) return [];
  const rule = toRule === undefined ? {} : { rule: toRule };
  return namesOfArgument({ path: to, askedAs: toAskedAs, slashed: toSlashed, ...rule });
}

/** An end of which nothing is known may be anything. */
function bothEnds(...ends: readonly string[]): string {
  return `(${ends.filter((end) => end !== "").join(" and ")})`;
}

function anyPath(field: string, paths: readonly FileName[]): string {
  const tests = paths.map((path) => pathTest(field, path));
  return tests.length > 1 ? `(${tests.join(" or ")})` : tests.join("");
}

function commentsOf(entry: ChangeEntry, allRuns: number): string[] {
  const { path, to, rule, toRule, texts = [] } = entry;
  const rules = [rule, toRule].filter((each) => each !== undefined);
  return [
    evidence(entry, allRuns),
    ...(rules.length === 0 ? [] : [`generalised: ${rules.join(", ")}`]),
    ...[path, to ?? "", ...texts].flatMap(markOf),
  ];
}
