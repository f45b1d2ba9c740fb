/** A baseline for a person to read, on a terminal of 100 columns. */
import type { Baseline, Evidence } from "../model/baseline.js";
import { plural } from "../model/plural.js";
import { printable } from "../model/text.js";
import {
  formatChanges,
  formatExecutables,
  formatFilesRead,
  formatFilesWritten,
  formatOtherOpens,
  formatWarnings,
} from "./profile-view-files.js";
import {
  formatDestinations,
  formatListeners,
  formatNames,
  formatSockets,
} from "./profile-view-network.js";
import {
  formatArguments,
  formatBlindSpots,
  formatCapabilities,
  formatPrivileges,
  formatRefused,
  formatSyscalls,
} from "./profile-view-rights.js";
import { STAGE_LEGEND, type ViewContext, type ViewOptions } from "./profile-view-rows.js";

export type { ViewOptions } from "./profile-view-rows.js";

/** The whole view, with a line break at its end; every recorded text in it is printable. */
export function formatProfile(baseline: Baseline, options: ViewOptions): string {
  const hasStages = allEvidence(baseline).some(({ when }) => when.includes("steady"));
  const [first, second] = baseline.executables;
  const context: ViewContext = {
    ...options,
    runs: baseline.runs.count,
    hasStages,
    onlyProgram: second === undefined ? (first?.path ?? null) : null,
  };
  const sections = [
    formatHead(baseline, hasStages),
    formatExecutables(baseline, context),
    formatFilesRead(baseline, context),
    formatFilesWritten(baseline, context),
    formatOtherOpens(baseline, context),
    formatChanges(baseline, context),
    formatDestinations(baseline, context),
    formatNames(baseline, context),
    formatListeners(baseline, context),
    formatSockets(baseline, context),
    formatCapabilities(baseline, context),
    formatPrivileges(baseline, context),
    formatSyscalls(baseline, context),
    formatArguments(baseline, context),
    formatRefused(baseline),
    formatBlindSpots(baseline),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

/** Of the lists that are shown by rows. */
function allEvidence(baseline: Baseline): readonly Evidence[] {
  const { executables, filesRead, filesWritten, changes, destinations, listeners } = baseline;
  const files = [...executables, ...filesRead, ...filesWritten, ...baseline.otherOpens, ...changes];
  return [...files, ...destinations, ...listeners, ...baseline.names, ...baseline.sockets];
}

function formatHead(baseline: Baseline, hasStages: boolean): string {
  const { image, architecture, runs, completeness, kubernetes } = baseline;
  const name = image.references.length === 0 ? "(no name)" : image.references.join(", ");
  const runtimes = runs.runtimes.map(({ name: runtime, version }) =>
    printable(`${runtime} ${version}`.trim()),
  );
  const facts = [
    plural(runs.count, "run"),
    `in ${plural(runs.recordings, "recording")}`,
    printable(architecture),
    ...runtimes,
  ];
  const lines = [
    `${printable(name)}  ${shortDigest(image.digest)}`,
    facts.join(" · "),
    ...kubernetes.map(workloadLine),
  ];
  if (completeness.state === "complete") lines.push("complete: nothing was lost");
  else lines.push("PARTIAL: it may lack something the image does");
  lines.push(...completeness.reasons.map(({ message }) => `  - ${printable(message)}`));
  return [...lines, ...formatWarnings(baseline), ...(hasStages ? [STAGE_LEGEND] : [])].join("\n");
}

function workloadLine({ namespace, container, owner }: Baseline["kubernetes"][number]): string {
  const made = owner === null ? "" : ` of ${owner.kind} ${owner.name}`;
  return printable(`Kubernetes: ${container}${made} in ${namespace}`);
}

function shortDigest(digest: string): string {
  return printable(digest).replace(
    /^(?<algorithm>sha256:)?(?<short>[0-9a-f]{12}).*$/u,
    "$<algorithm>$<short>",
  );
}
