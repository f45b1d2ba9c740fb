/** The sections of a profile, by list. */
import type { Baseline } from "../../model/baseline/baseline.js";
import { PART_NAMES, type PartName } from "../../model/baseline/parts.js";
import { formatChanges } from "./changes.js";
import { formatExecutables, formatFilesRead, formatFilesWritten } from "./files.js";
import { formatList } from "./list.js";
import { formatDestinations, formatListeners, formatNames, formatSockets } from "./network.js";
import { formatOtherOpens } from "./opens.js";
import {
  formatArguments,
  formatCapabilities,
  formatNotFound,
  formatRefused,
  formatSyscalls,
} from "./rights.js";
import { failures, type Row, type ViewContext } from "./rows.js";

type Section = (baseline: Baseline, context: ViewContext) => string;
type Sections = Readonly<Partial<Record<PartName, Section | null>>>;

/**
 * The lists with sections of their own, in the order in which they are shown: what an image does to
 * others comes before the long lists of its own files. Null if a list is not shown.
 */
const FIRST: Sections = {
  executables: formatExecutables,
  // with the executions that were refused
  "refused.syscalls": formatRefused,
  destinations: formatDestinations,
  names: formatNames,
  listeners: formatListeners,
  sockets: formatSockets,
  capabilities: formatCapabilities,
};
const LAST: Sections = {
  filesWritten: formatFilesWritten,
  changes: formatChanges,
  otherOpens: formatOtherOpens,
  filesRead: formatFilesRead,
  // of programs that are not there
  "refused.executables": formatNotFound,
  "syscalls.workload": formatSyscalls,
  // what the runtime needs says nothing of the image
  "syscalls.start": null,
  syscallArguments: formatArguments,
};

/** All sections, in order. A list without a row here is shown as its row of PARTS says. */
export const SECTIONS: Readonly<Record<PartName, Section | null>> = {
  ...FIRST,
  ...Object.fromEntries(
    PART_NAMES.filter((part) => !(part in FIRST || part in LAST)).map((part) => [
      part,
      (baseline: Baseline, context: ViewContext) =>
        formatList(part, baseline, context, { rowOf: notesOf }),
    ]),
  ),
  ...LAST,
} as Record<PartName, Section | null>;

/** The errors of an entry, as a note. */
function notesOf(entry: object): Pick<Row, "notes"> {
  const { results } = entry as { readonly results?: readonly string[] };
  return { notes: results === undefined ? [] : [failures(results)] };
}
