/** The section of one list: its title and a row for each entry, made from its row of PARTS. */
import type { Baseline } from "../../model/baseline/baseline.js";
import { entriesOf } from "../../model/baseline/lists.js";
import { describeEntry, titleOf, type EntryOf, type PartName } from "../../model/baseline/parts.js";
import { concernWarnings } from "./concerns.js";
import { forbiddenWarnings } from "./forbidden.js";
import { formatRows, type Row, type SectionOptions, type ViewContext } from "./rows.js";

export interface ListOptions<E> extends SectionOptions {
  /** what to add to a row or to change in it */
  readonly rowOf?: (entry: E) => Partial<Row>;
  /** a remark after the title */
  readonly remark?: string;
  /** whether to show the title even if the list is empty */
  readonly evenEmpty?: boolean;
}

export function formatList<P extends PartName>(
  part: P,
  baseline: Baseline,
  context: ViewContext,
  options: ListOptions<EntryOf<P>> = {},
): string {
  const entries = entriesOf(baseline, part);
  if (entries.length === 0 && options.evenEmpty !== true) return "";
  return formatEntries(part, entries, context, options);
}

/** The same for some entries of the list. */
export function formatEntries<P extends PartName>(
  part: P,
  entries: readonly EntryOf<P>[],
  context: ViewContext,
  { rowOf, remark = "", ...options }: ListOptions<EntryOf<P>> = {},
): string {
  const rows = entries.map((entry): Row => {
    const row = {
      name: describeEntry(part, entry),
      evidence: entry,
      warnings: concernWarnings(part, entry),
      notes: [],
      ...rowOf?.(entry),
    };
    return {
      ...row,
      warnings: [...forbiddenWarnings(part, entry, context.marks), ...row.warnings],
    };
  });
  return formatRows(titleOf(part, rows.length) + remark, rows, context, options);
}
