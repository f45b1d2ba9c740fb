/** Shows a baseline as text. */
import { howSure } from "../../gaps/how-sure.js";
import type { Baseline, Evidence } from "../../model/baseline/baseline.js";
import { entriesOf } from "../../model/baseline/lists.js";
import { PART_NAMES } from "../../model/baseline/parts.js";
import { plural } from "../../model/plural.js";
import { printable } from "../../model/text.js";
import { describeReason } from "../incomplete.js";
import { formatConcerns } from "./concerns.js";
import { formatForbidden } from "./forbidden.js";
import { formatBlindSpots } from "./rights.js";
import { STAGE_LEGEND, type ViewContext, type ViewOptions } from "./rows.js";
import { SECTIONS } from "./sections.js";
import { PLAIN_STYLE, TERMINAL_STYLE, wrapItem, wrapWords } from "./text.js";
import { formatWarnings } from "./warnings.js";

export type { ViewOptions } from "./rows.js";

/** The width if the output is not a terminal, so that it is the same everywhere. */
const USUAL_WIDTH = 100;

/** The whole text, with a line break at its end. All recorded texts in it are printable. */
export function formatProfile(baseline: Baseline, options: ViewOptions): string {
  const evidence: readonly Evidence[] = PART_NAMES.flatMap((part) => [
    ...entriesOf(baseline, part),
  ]);
  const hasStages = evidence.some(
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
  const sections = [
    formatHead(baseline, context),
    ...Object.values(SECTIONS).map((format) => format?.(baseline, context) ?? ""),
    formatBlindSpots(baseline, context),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function formatHead(baseline: Baseline, context: ViewContext): string {
  const { hasStages, width, style, marks } = context;
  const { image, architecture, runs, completeness, kubernetes } = baseline;
  const name = image.references.length === 0 ? "(no name)" : image.references.join(", ");
  const builds = image.builds.map(({ digest }) => shortDigest(digest));
  const earlier = builds.length > 1 ? ` and ${plural(builds.length - 1, "earlier build")}` : "";
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
    style.heading(`${printable(name)}  ${builds.at(-1) ?? ""}${earlier}`),
    facts.join(" · "),
    ...kubernetes.map(workloadLine),
  ];
  const sure = howSure(baseline);
  if (sure !== null) lines.push(...wrapWords(sure.split(" "), width, ""));
  if (completeness.state === "complete") lines.push("complete: nothing was lost");
  else lines.push("PARTIAL: it may lack something the image does");
  const broken = runs.each.filter(({ complete }) => !complete).length;
  if (completeness.state === "complete" && broken > 0) {
    const those = plural(broken, "earlier run");
    lines.push(`${those} may have done more than was recorded: cxray runs says why`);
  }
  lines.push(
    ...completeness.reasons.flatMap((reason) => wrapItem(printable(describeReason(reason)), width)),
    ...[
      ...formatForbidden(baseline, marks, width),
      ...formatWarnings(baseline),
      ...formatConcerns(baseline, width),
    ].map(style.alarm),
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
