/** The section of changes to files other than writes: renames, removals, modes, owners. */
import type { Baseline, ChangeEntry } from "../../model/baseline/baseline.js";
import { titleOf } from "../../model/baseline/parts.js";
import { printable } from "../../model/text.js";
import { concernNotes, concernWarnings } from "./concerns.js";
import { forbiddenWarnings } from "./forbidden.js";
import { collapseOfFile } from "./collapse.js";
import { failures, formatGroups, type RowGroup, type Row, type ViewContext } from "./rows.js";
import { madeExecutable, writtenNames } from "./warnings.js";

type Operation = ChangeEntry["operation"];

/** The groups of operations, in the order in which they are shown. */
const GROUPS: readonly (readonly [title: string, operations: readonly Operation[]])[] = [
  ["created", ["mkdir", "mknod", "link", "symlink"]],
  ["renamed", ["rename", "exchange"]],
  ["removed", ["unlink", "rmdir"]],
  ["permissions", ["chmod", "chown"]],
  ["length", ["truncate"]],
  ["times", ["utimes"]],
  ["attributes", ["setxattr", "removexattr"]],
  ["mounts", ["mount", "umount"]],
];

export function formatChanges(baseline: Baseline, context: ViewContext): string {
  const { changes } = baseline;
  if (changes.length === 0) return "";
  const written = writtenNames(baseline);
  const done = changes.filter(({ results }) => results.includes("done"));
  const inVain = changes.filter(({ results }) => !results.includes("done"));
  const rowOf = (entry: ChangeEntry): Row => changeRow(entry, written, context);
  const groups = GROUPS.map(([title, operations]): RowGroup => ({
    title,
    rows: done.filter(({ operation }) => operations.includes(operation)).map(rowOf),
  }));
  const title = done.length === 0 ? "CHANGED nothing" : titleOf("changes", done.length);
  return formatGroups(
    title,
    [...groups, { title: "tried in vain", rows: inVain.map(rowOf) }],
    context,
  );
}

const ARROWS: Partial<Readonly<Record<Operation, string>>> = { exchange: "↔" };

function changeRow(entry: ChangeEntry, written: ReadonlySet<string>, context: ViewContext): Row {
  const { operation, path, to, modes = [], owners = [], texts = [], results } = entry;
  const ends = to === undefined ? [path] : [path, to];
  return {
    name: ends.map(printable).join(` ${ARROWS[operation] ?? "→"} `),
    evidence: entry,
    warnings: [
      ...forbiddenWarnings("changes", entry, context.marks),
      ...(madeExecutable(entry, written) ? ["MADE EXECUTABLE"] : []),
      ...concernWarnings("changes", entry),
    ],
    notes: [
      ...concernNotes("changes", entry),
      PLAIN.has(operation) && results.includes("done") ? "" : operation,
      modes.join(" "),
      ...owners.map((owner) => `owner ${owner}`),
      texts.map(printable).join(" "),
      failures(results),
    ],
    collapse: collapseOfFile(path, context.limit, true),
  };
}

/** Operations that the title of the group or the rest of the row already names. */
const PLAIN: ReadonlySet<Operation> = new Set([
  "rename",
  "exchange",
  "unlink",
  "chmod",
  "chown",
  "truncate",
  "utimes",
]);
