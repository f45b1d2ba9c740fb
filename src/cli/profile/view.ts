/** A baseline for a person to read. */
import type { Baseline, Evidence } from "../../model/baseline/baseline.js";
import { plural } from "../../model/plural.js";
import { printable } from "../../model/text.js";
import { formatChanges } from "./changes.js";
import { formatConcerns } from "./concerns.js";
import { formatExecutables, formatFilesRead, formatFilesWritten } from "./files.js";
import { describeGap } from "../gaps.js";
import { formatOtherOpens } from "./opens.js";
import { formatDestinations, formatListeners, formatNames, formatSockets } from "./network.js";
import {
  formatArguments,
  formatBlindSpots,
  formatCapabilities,
  formatNotFound,
  formatPrivileges,
  formatRefused,
  formatSyscalls,
} from "./rights.js";
import { STAGE_LEGEND, type ViewContext, type ViewOptions } from "./rows.js";
import { PLAIN_STYLE, TERMINAL_STYLE, wrapItem, wrapWords } from "./text.js";
import { formatWarnings } from "./warnings.js";

export type { ViewOptions } from "./rows.js";

/** Columns of what is no terminal, so that a file of it is the same everywhere. */
const USUAL_WIDTH = 100;

/** The whole view, with a line break at its end; every recorded text in it is printable. */
export function formatProfile(baseline: Baseline, options: ViewOptions): string {
  const hasStages = allEvidence(baseline).some(
    ({ when }) => when.includes("steady") || when.includes("health-check"),
  );
  const [first, second] = baseline.executables;
  const context: ViewContext = {
    ...options,
    width: options.width ?? USUAL_WIDTH,
    style: options.isStyled === true ? TERMINAL_STYLE : PLAIN_STYLE,
    runs: baseline.runs.count,
    hasStages,
    onlyProgram: second === undefined ? (first?.path ?? null) : null,
  };
  // What an image may do to others comes before the long lists of its own files.
  const sections = [
    formatHead(baseline, context),
    formatExecutables(baseline, context),
    formatRefused(baseline, context),
    formatDestinations(baseline, context),
    formatNames(baseline, context),
    formatListeners(baseline, context),
    formatSockets(baseline, context),
    formatCapabilities(baseline, context),
    formatPrivileges(baseline, context),
    formatFilesWritten(baseline, context),
    formatChanges(baseline, context),
    formatOtherOpens(baseline, context),
    formatFilesRead(baseline, context),
    formatNotFound(baseline, context),
    formatSyscalls(baseline, context),
    formatArguments(baseline, context),
    formatBlindSpots(baseline, context),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

/** Of the lists that are shown by rows. */
function allEvidence(baseline: Baseline): readonly Evidence[] {
  const { executables, filesRead, filesWritten, changes, destinations, listeners } = baseline;
  const files = [...executables, ...filesRead, ...filesWritten, ...baseline.otherOpens, ...changes];
  return [...files, ...destinations, ...listeners, ...baseline.names, ...baseline.sockets];
}

function formatHead(baseline: Baseline, { hasStages, width, style }: ViewContext): string {
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
    style.heading(`${printable(name)}  ${shortDigest(image.digest)}`),
    facts.join(" · "),
    ...kubernetes.map(workloadLine),
  ];
  if (completeness.state === "complete") lines.push("complete: nothing was lost");
  else lines.push("PARTIAL: it may lack something the image does");
  lines.push(
    ...completeness.reasons.flatMap((reason) => wrapItem(printable(describeGap(reason)), width)),
    ...[...formatWarnings(baseline), ...formatConcerns(baseline, width)].map(style.alarm),
    ...(hasStages ? STAGE_LEGEND.flatMap((line) => wrapWords(line.split(" "), width, "")) : []),
  );
  return lines.join("\n");
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
