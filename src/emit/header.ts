/** The header of every file about an image, in any format. */
import { howSure } from "../gaps/how-sure.js";
import type { Baseline } from "../model/baseline/baseline.js";
import { plural } from "../model/plural.js";

/**
 * The header's lines: the image and runs, how sure and how complete the baseline is, what could not
 * be seen, and what the format cannot express (`limits`). `leftOut` is what the policy removed;
 * `tooLong` names lists that are too long. The lines contain recorded names as they are: a template
 * quotes each with its format's helper.
 */
export function headerOf(
  baseline: Baseline,
  limits: readonly string[],
  leftOut: readonly string[] = [],
  tooLong: readonly string[] = [],
): string[] {
  const { blindSpots, kubernetes } = baseline;
  return [
    ...imageLines(baseline.image),
    ...kubernetes.map(workloadLine),
    runsLine(baseline),
    `How sure: ${howSure(baseline) ?? "one run says nothing about the next"}`,
    ...completenessLines(baseline),
    ...listLines("Forbidden by the policy, and not allowed here although it was seen:", leftOut),
    ...listLines("Too long to be read, or compared quickly:", tooLong),
    ...listLines("cxray could not see:", blindSpots.map(messageOf)),
    ...limitLines(limits),
  ];
}

/** What the format cannot express, for any image. */
export function limitLines(limits: readonly string[]): string[] {
  return listLines("This format can't say:", limits);
}

function listLines(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [title, ...items.map((item) => `  - ${item}`)];
}

function messageOf({ message }: { readonly message: string }): string {
  return message;
}

function imageLines({ name, builds, references }: Baseline["image"]): string[] {
  const earlier = builds.length > 1 ? ` and ${plural(builds.length - 1, "earlier build")}` : "";
  return [
    `Written by cxray from what ${name} was seen to do.`,
    `Build: ${builds.at(-1)?.digest ?? "not known"}${earlier}`,
    ...references.map((reference) => `Started as: ${reference}`),
  ];
}

function workloadLine({ namespace, container, owner }: Baseline["kubernetes"][number]): string {
  const made = owner === null ? "" : ` of ${owner.kind} ${owner.name}`;
  return `Kubernetes: ${container}${made} in ${namespace}`;
}

const DAY = "2026-01-01".length;

function runsLine({ runs, architecture }: Baseline): string {
  const [first, last] = [runs.firstSeen, runs.lastSeen].map((time) => time.slice(0, DAY));
  const days = first === last ? `on ${String(first)}` : `from ${String(first)} to ${String(last)}`;
  const runtimes = runs.runtimes.map(({ name, version }) => `${name} ${version}`.trim());
  const where = [architecture, ...runtimes].join(", ");
  return `Runs: ${String(runs.count)} in ${plural(runs.recordings, "recording")} ${days} (${where})`;
}

function completenessLines({ completeness: { state, reasons } }: Baseline): string[] {
  if (state === "complete") return ["Complete: nothing was lost"];
  return [
    "==== PARTIAL BASELINE ====",
    ...listLines("The image may do more than was recorded:", reasons.map(messageOf)),
  ];
}
