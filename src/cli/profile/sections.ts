/** The sections of a profile, by the list that each is about. */
import type { Baseline } from "../../model/baseline/baseline.js";
import type { PartName } from "../../model/baseline/parts.js";
import { formatChanges } from "./changes.js";
import { formatExecutables, formatFilesRead, formatFilesWritten } from "./files.js";
import { formatDestinations, formatListeners, formatNames, formatSockets } from "./network.js";
import { formatOtherOpens } from "./opens.js";
import {
  formatArguments,
  formatCapabilities,
  formatNotFound,
  formatPrivileges,
  formatRefused,
  formatSignals,
  formatSyscalls,
} from "./rights.js";
import type { ViewContext } from "./rows.js";

type Section = (baseline: Baseline, context: ViewContext) => string;

/**
 * A row for each list, in the order in which they are shown: what an image may do to others comes
 * before the long lists of its own files. A list that nothing special is to be said of needs no more
 * than `formatList`. Null: it is not shown.
 */
export const SECTIONS: Readonly<Record<PartName, Section | null>> = {
  executables: formatExecutables,
  // with the executions that were refused
  "refused.syscalls": formatRefused,
  destinations: formatDestinations,
  names: formatNames,
  listeners: formatListeners,
  sockets: formatSockets,
  capabilities: formatCapabilities,
  privileges: formatPrivileges,
  signals: formatSignals,
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
