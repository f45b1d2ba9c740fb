/** The entries that deserve a look first. */
import type { Baseline } from "../../model/baseline/baseline.js";
import { entriesOf } from "../../model/baseline/lists.js";
import { PART_NAMES, type EntryOf, type PartName } from "../../model/baseline/parts.js";
import { concernsOf, CONCERNS, type Concern } from "../../model/concerns/concerns.js";
import { html, type Html } from "../html.js";
import { entryRow, shortList, type Section } from "../section.js";

const SHOWN = 5;

export interface Worry {
  readonly concern: Pick<Concern, "label" | "severity" | "meaning">;
  readonly rows: readonly Html[];
}

/** Grouped by concern, the most severe first. */
export function worriesOf(baseline: Baseline): Worry[] {
  const rows = new Map<string, Html[]>();
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- ties the entries to their list
  const look = <P extends PartName>(part: P): void => {
    entriesOf(baseline, part).forEach((entry: EntryOf<P>) => {
      for (const { name } of concernsOf(part, entry)) {
        const known = rows.get(name);
        const row = entryRow(part, entry, baseline);
        if (known === undefined) rows.set(name, [row]);
        else known.push(row);
      }
    });
  };
  for (const part of PART_NAMES) look(part);
  return CONCERNS.flatMap((concern) => {
    const own = rows.get(concern.name);
    return own === undefined ? [] : [{ concern, rows: own }];
  });
}

export function concernSection(worries: readonly Worry[]): Section {
  const cards = worries.map(
    ({ concern: { label, severity, meaning }, rows }) =>
      html`<article class="card ${severity}">
        <h3>
          <span class="tag ${severity}">${severity}</span> ${sentence(label)}
          <span class="n">${rows.length}</span>
        </h3>
        <p>${meaning}</p>
        ${shortList(rows, SHOWN)}
      </article>`,
  );
  const isCalm = worries.length === 0;
  return {
    id: "look",
    title: "Deserves a look",
    short: "Look first",
    count: worries.length,
    lead: isCalm ? "" : "Whatever else the image does, a person should know why it does this.",
    body: isCalm
      ? html`<p class="calm">Nothing that it did is on the list of what deserves a look.</p>`
      : html`<div class="cards">${cards}</div>`,
  };
}

/**
 * Turns a label in capitals into a sentence. Other labels, such as a file's name, stay as they are.
 */
function sentence(label: string): string {
  if (label !== label.toUpperCase()) return label;
  return label.slice(0, 1) + label.slice(1).toLowerCase();
}
