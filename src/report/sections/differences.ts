/** The differences from a committed baseline. */
import { plural } from "../../model/plural.js";
import { html, type Html } from "../html.js";
import { shortList, type Section } from "../section.js";

/** One difference, in the words of the gate. */
export interface Difference {
  readonly change: string;
  readonly severity: "high" | "medium" | "low";
  readonly what: string;
  readonly details: readonly string[];
  readonly reasons: readonly string[];
  readonly chain: readonly string[];
}

const SHOWN = 15;
const TITLES: readonly (readonly [change: string, title: string])[] = [
  ["never", "Forbidden"],
  ["new", "New"],
  ["gone", "Not seen any more"],
];

export function differenceSection(differences: readonly Difference[], file: string): Section {
  const groups = TITLES.flatMap(([change, title]) => {
    const own = differences.filter((each) => each.change === change);
    return own.length === 0
      ? []
      : [
          html`<h3>${title} <span class="n">${own.length}</span></h3>
            ${shortList(own.map(row), SHOWN)}`,
        ];
  });
  return {
    id: "differences",
    title: "Differences",
    short: "Differences",
    count: differences.length,
    lead:
      differences.length === 0
        ? ""
        : `${plural(differences.length, "difference")} to ${file}, the worst first.`,
    body:
      groups.length === 0 ? html`<p class="calm">It does what ${file} says.</p>` : html`${groups}`,
  };
}

function row({ severity, what, details, reasons, chain }: Difference): Html {
  return html`<li class="row" data-s>
    <span class="tag ${severity}">${severity}</span>
    <code>${what}</code
    >${details.length === 0 ? null : html` <span class="meta">${details.join("; ")}</span>`}${reasons.length + chain.length === 0 ? null : html`<div class="meta">${[...reasons, ...(chain.length === 0 ? [] : [`by ${chain.join(" ← ")}`])].join(" · ")}</div>`}
  </li>`;
}
