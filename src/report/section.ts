/** What sections of the report are made of. */
import type { Baseline, Evidence } from "../model/baseline/baseline.js";
import { PARTS, type EntryOf, type PartName } from "../model/baseline/parts.js";
import { countRuns } from "../model/baseline/run-set.js";
import { concernsOf, type Concern } from "../model/concerns/concerns.js";
import { html, type Content, type Html } from "./html.js";

export interface Section {
  /** of the element; ours */
  readonly id: string;
  readonly title: string;
  /** the same in the list of sections */
  readonly short: string;
  /** beside the title in the list of sections */
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

/** In which runs, when, by whom: beside an entry. */
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

/** A row of a list, which the search finds. */
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

/** What is more than a page shows at once, behind a line to open. */
export function folded(summary: Content, body: Content, isOpen = false): Html {
  const open = isOpen ? html` open` : html``;
  return html`<details${open}><summary>${summary}</summary>${body}</details>`;
}

/** The first rows, and the others behind a line. */
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
