/** Building blocks of the report's sections. */
import type { Baseline, Evidence } from "../model/baseline/baseline.js";
import { PARTS, type EntryOf, type PartName } from "../model/baseline/parts.js";
import { countRuns } from "../model/baseline/run-set.js";
import { concernsOf, type Concern } from "../model/concerns/concerns.js";
import { html, type Content, type Html } from "./html.js";

export interface Section {
  /** the element's id, chosen by cxray */
  readonly id: string;
  readonly title: string;
  /** a shorter title for the list of sections */
  readonly short: string;
  /** the number after the title in the list of sections */
  readonly count: number | null;
  /** a sentence; empty: none */
  readonly lead: string;
  readonly body: Html;
}

const STAGES: Readonly<Record<string, string>> = {
  "start-up": "at start-up",
  steady: "after start-up",
  "start-up,steady": "at start-up and after",
  "health-check": "by the health check",
};

/** The runs, times and programs of an entry, shown beside it. */
export function evidenceOf(entry: Evidence, { runs }: Baseline): Html {
  const seen = countRuns(entry.runs);
  const by = entry.by.filter((program) => program !== "");
  const shown = by
    .slice(0, 2)
    .map((program) => html` <span class="by">${lastName(program)}</span>`);
  const rest = by.length > 2 ? ` +${String(by.length - 2)}` : "";
  return html`<span class="meta"
    ><span class="${seen === runs.count ? "all" : "some"}">${seen}/${runs.count} runs</span> ·
    ${STAGES[entry.when.join()] ?? "at an unknown time"}${by.length === 0 ? null : html` · by${shown}${rest}`}</span
  >`;
}

/** A row of a list. The page's search finds it. */
export function entryRow<P extends PartName>(part: P, entry: EntryOf<P>, baseline: Baseline): Html {
  const concerns = concernsOf(part, entry);
  return html`<li class="row" data-s>
    <code>${PARTS[part].words(entry)}</code
    >${"rule" in entry ? html` <span class="tag">pattern</span>` : null}${concerns.map(concernTag)}
    ${evidenceOf(entry, baseline)}
  </li>`;
}

export function concernTag({ label, severity, meaning }: Concern): Html {
  return html` <span class="tag ${severity}" title="${meaning}">${label.toLowerCase()}</span>`;
}

/** Content that is hidden until the reader opens it. */
export function folded(summary: Content, body: Content, isOpen = false): Html {
  const open = isOpen ? html` open` : html``;
  return html`<details${open}><summary>${summary}</summary>${body}</details>`;
}

/** The first rows; the others are hidden until the reader opens them. */
export function shortList(rows: readonly Html[], most: number): Html {
  const rest = rows.slice(most);
  const more =
    rest.length === 0
      ? null
      : folded(
          `${rest.length.toLocaleString("en-US")} more`,
          html`<ul class="rows">
            ${rest}
          </ul>`,
        );
  return html`<ul class="rows">
      ${rows.slice(0, most)}
    </ul>
    ${more}`;
}

export function lastName(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return name === "" ? path : name;
}
