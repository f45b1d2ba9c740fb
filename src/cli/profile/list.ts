/** The section of one list: its title and a row for each entry, as its row of PARTS tells them. */
import type { Baseline } from "../../model/baseline/baseline.js";
import { entriesOf } from "../../model/baseline/lists.js";
import { describeEntry, titleOf, type EntryOf, type PartName } from "../../model/baseline/parts.js";
import { concernWarnings } from "./concerns.js";
import { forbiddenWarnings } from "./forbidden.js";
import { formatRows, type Row, type SectionOptions, type ViewContext } from "./rows.js";

export interface ListOptions<E> extends SectionOptions {
  /** what a row has beside the entry itself, or in place of what it would have */
  readonly rowOf?: (entry: E) => Partial<Row>;
  /** said behind the title */
  readonly remark?: string;
  /** an empty list is worth a title too */
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

/** The same of some of its entries. */
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
