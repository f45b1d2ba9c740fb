/** Renders a baseline as a page for the person who decides on it. */
import type { Baseline } from "../model/baseline/baseline.js";
import { plural } from "../model/plural.js";
import { html, type Html } from "./html.js";
import { renderPage } from "./page.js";
import { concernSection, worriesOf, type Worry } from "./sections/concerns.js";
import { forbiddenIn, type ForbiddenBy } from "./sections/forbidden.js";
import { differenceSection, type Difference } from "./sections/differences.js";
import { fileSection } from "./sections/files.js";
import { networkSection } from "./sections/network.js";
import { otherSection } from "./sections/others.js";
import { programSection } from "./sections/programs.js";
import { rightsSection } from "./sections/rights.js";
import { sureSection } from "./sections/sure.js";
import type { Section } from "./section.js";

export interface Reported {
  readonly baseline: Baseline;
  /** null: without a comparison */
  readonly against: { readonly file: string; readonly differences: readonly Difference[] } | null;
  readonly version: string;
  /** what the policy forbids */
  readonly forbiddenBy?: ForbiddenBy;
}

/** The page. Equal baselines give equal bytes. */
export function renderReport({
  baseline,
  against,
  version,
  forbiddenBy = () => null,
}: Reported): string {
  const worries = [...forbiddenIn(baseline, forbiddenBy), ...worriesOf(baseline)];
  const sections: Section[] = [
    concernSection(worries),
    ...(against === null ? [] : [differenceSection(against.differences, against.file)]),
    programSection(baseline),
    fileSection(baseline),
    networkSection(baseline),
    rightsSection(baseline),
    sureSection(baseline),
    otherSection(baseline),
  ];
  return renderPage({
    title: `${baseline.image.name}: what it does`,
    head: headOf(baseline, worries, against?.differences.length ?? null),
    sections,
    foot: html`<footer>
      <p>
        Written by cxray ${version} from what was recorded until ${minuteOf(baseline.runs.lastSeen)}
        UTC. This page loads nothing and sends nothing.
      </p>
    </footer>`,
  });
}

function headOf(baseline: Baseline, worries: readonly Worry[], differences: number | null): Html {
  const { image, runs, architecture, completeness, kubernetes } = baseline;
  const builds = image.builds.map(({ digest }) =>
    digest.replace(/^(sha256:[0-9a-f]{12}).*$/u, "$1"),
  );
  const severe = worries.filter(({ concern }) => concern.severity !== "low");
  const isWhole = completeness.state === "complete";
  const facts = [
    image.references.join(", "),
    builds.at(-1) ?? "",
    builds.length > 1 ? `and ${plural(builds.length - 1, "earlier build")}` : "",
    architecture,
    ...runs.runtimes.map(({ name, version }) => `${name} ${version}`.trim()),
    ...kubernetes.map(({ namespace, container }) => `${container} in ${namespace}`),
  ].filter((fact) => fact !== "");
  return html`<header class="top">
    <p class="eyebrow">cxray report</p>
    <h1>${image.name}</h1>
    <p class="facts">${facts.join(" · ")}</p>
    <dl class="tiles">
      ${[
        tile(
          "Deserves a look",
          severe.length === 0 ? "nothing" : plural(severe.length, "reason"),
          severe.length === 0 ? "good" : worst(severe),
          "#look",
        ),
        ...(differences === null
          ? []
          : [
              tile(
                "Differences",
                differences === 0 ? "none" : differences.toLocaleString("en-US"),
                differences === 0 ? "good" : "medium",
                "#differences",
              ),
            ]),
        tile("Seen in", plural(runs.count, "run"), runs.count > 1 ? "" : "medium", "#sure"),
        tile("Recording", isWhole ? "complete" : "partial", isWhole ? "good" : "high", "#sure"),
        tile("Programs", counted(baseline.executables), "", "#programs"),
        tile("Destinations", counted(baseline.destinations), "", "#network"),
      ]}
    </dl>
    <p class="span">${minuteOf(runs.firstSeen)} to ${minuteOf(runs.lastSeen)} UTC</p>
  </header>`;
}

function counted({ length }: readonly unknown[]): string {
  return length.toLocaleString("en-US");
}

function worst(worries: readonly Worry[]): string {
  const severities = worries.map(({ concern }) => concern.severity);
  return severities.includes("high") ? "high" : (severities[0] ?? "");
}

function tile(name: string, value: string, tone: string, place: string): Html {
  return html`<div class="tile ${tone}">
    <dt><a href="${place}">${name}</a></dt>
    <dd>${value}</dd>
  </div>`;
}

/** `2026-11-28 18:49` from an RFC 3339 time. */
function minuteOf(time: string): string {
  return time.slice(0, 16).replace("T", " ");
}
