/** How sure and how complete the baseline is, and what could not be seen. */
import { howSure } from "../../gaps/how-sure.js";
import type { Baseline } from "../../model/baseline/baseline.js";
import { entriesOf } from "../../model/baseline/lists.js";
import { PART_NAMES } from "../../model/baseline/parts.js";
import { runsIn } from "../../model/baseline/run-set.js";
import { html, type Html } from "../html.js";
import type { Section } from "../section.js";

const FEW = "It rests on one run: nothing tells whether the next one does something new.";

export function sureSection(baseline: Baseline): Section {
  const { completeness, blindSpots, runs } = baseline;
  const sure = howSure(baseline) ?? FEW;
  const broken = runs.each.filter(({ complete }) => !complete).length;
  return {
    id: "sure",
    title: "How sure, how complete",
    short: "How sure",
    count: null,
    lead: "",
    body: html`<div class="columns">
      <div>
        <h3>How sure</h3>
        <p>${sure.slice(0, 1).toUpperCase()}${sure.slice(1)}.</p>
        ${newByRun(baseline)}
      </div>
      <div>
        <h3>How complete</h3>
        ${
          completeness.state === "complete"
            ? html`<p class="calm">Nothing was lost while it was recorded.</p>`
            : html`<p>
                  <span class="tag high">partial</span> It may lack something that the image does:
                </p>
                <ul class="plain">
                  ${completeness.reasons.map(({ message }) => html`<li>${message}</li>`)}
                </ul>`
        }${broken === 0 ? null : html`<p>${broken} of ${runs.each.length} runs may have done more than was recorded.</p>`}
        <h3>What could not be seen</h3>
        <ul class="plain spots">
          ${blindSpots.map(({ message, count }) => html`<li>${count === null ? null : html`<span class="tag low">met</span> `}${message}</li>`)}
        </ul>
      </div>
    </div>`,
  };
}

const [HEIGHT, MOST_BARS, WIDEST] = [90, 60, 36];

/** A bar for each run: the number of entries that no earlier run had. */
function newByRun(baseline: Baseline): Html | null {
  const runs = baseline.runs.each.length;
  if (runs < 2) return null;
  const fresh = new Array<number>(runs).fill(0);
  for (const part of PART_NAMES) {
    for (const entry of entriesOf(baseline, part)) {
      const first = (runsIn(entry.runs)[0] ?? 1) - 1;
      fresh[first] = (fresh[first] ?? 0) + 1;
    }
  }
  const shown = fresh.slice(-MOST_BARS);
  const most = Math.max(1, ...shown);
  const step = Math.min(WIDEST, 400 / shown.length);
  const bars = shown.map((count, at) => {
    const height = count === 0 ? 1.5 : Math.max(3, (Math.sqrt(count) / Math.sqrt(most)) * HEIGHT);
    const run = runs - shown.length + at + 1;
    return html`<rect
      class="${count === 0 ? "none" : "some"}"
      x="${(at * step + step * 0.1).toFixed(1)}"
      y="${(HEIGHT - height).toFixed(1)}"
      width="${(step * 0.8).toFixed(1)}"
      height="${height.toFixed(1)}"
      rx="2"
      ><title>${`run ${String(run)}: ${String(count)} new`}</title></rect
    >`;
  });
  const told = shown.map((count) => String(count)).join(", ");
  return html`<figure class="runs">
    <svg viewBox="0 0 400 ${HEIGHT}" role="img" aria-label="${`new entries in each run: ${told}`}">
      ${bars}
    </svg>
    <figcaption>Entries that no run before had, run by run (height by the square root).</figcaption>
  </figure>`;
}
