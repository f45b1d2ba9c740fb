/** All lists that no other section shows, so that a new list appears at once. */
import type { Baseline } from "../../model/baseline/baseline.js";
import { entriesOf } from "../../model/baseline/lists.js";
import { PART_NAMES, titleOf, type EntryOf, type PartName } from "../../model/baseline/parts.js";
import { html, type Html } from "../html.js";
import { entryRow, folded, type Section } from "../section.js";
import { FILE_PARTS_SHOWN } from "./files.js";
import { heading, NETWORK_PARTS_SHOWN } from "./network.js";
import { RIGHTS_PARTS_SHOWN } from "./rights.js";

const ELSEWHERE: ReadonlySet<string> = new Set([
  "executables",
  ...FILE_PARTS_SHOWN,
  ...NETWORK_PARTS_SHOWN,
  ...RIGHTS_PARTS_SHOWN,
]);

export function otherSection(baseline: Baseline): Section {
  const lists = PART_NAMES.filter((part) => !ELSEWHERE.has(part)).map((part) =>
    listOf(part, baseline),
  );
  return {
    id: "more",
    title: "Rights, signals and refusals",
    short: "More",
    count: null,
    lead: "",
    body: html`${lists}`,
  };
}

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- ties the entries to their list
function listOf<P extends PartName>(part: P, baseline: Baseline): Html | null {
  const entries = entriesOf(baseline, part);
  if (entries.length === 0) return null;
  const rows = entries.map((entry: EntryOf<P>) => entryRow(part, entry, baseline));
  return folded(
    heading(titleOf(part, entries.length)),
    html`<ul class="rows">
      ${rows}
    </ul>`,
    rows.length <= 6,
  );
}
