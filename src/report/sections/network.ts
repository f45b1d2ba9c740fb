/** The network as a graph: listeners, programs, and destinations by name. */
import type { Baseline } from "../../model/baseline/baseline.js";
import { entriesOf } from "../../model/baseline/lists.js";
import { PARTS, titleOf, type EntryOf, type PartName } from "../../model/baseline/parts.js";
import { concernsOf } from "../../model/concerns/concerns.js";
import { sortedTexts } from "../../model/order.js";
import { printable } from "../../model/text.js";
import { html, type Html } from "../html.js";
import { entryRow, lastName, shortList, type Section } from "../section.js";

/** The lists that this section shows. */
export const NETWORK_PARTS_SHOWN = ["destinations", "listeners", "names", "sockets"] as const;

/** A graph with more nodes is unreadable; the lists contain all. */
const MOST_NODES = 24;
const SHOWN = 12;

interface Node {
  readonly key: string;
  readonly label: string;
  readonly isWarned: boolean;
  readonly by: readonly string[];
}

export function networkSection(baseline: Baseline): Section {
  const outside = nodesOf("destinations", baseline);
  const inside = nodesOf("listeners", baseline);
  const lists = NETWORK_PARTS_SHOWN.map((part) => listOf(part, baseline));
  const isQuiet = lists.every((each) => each === null);
  return {
    id: "network",
    title: "Network",
    short: "Network",
    count: outside.length + inside.length,
    lead: isQuiet ? "" : "Whom it listens to, and whom it calls, by the name that led there.",
    body: isQuiet
      ? html`<p class="calm">It used no network.</p>`
      : html`${drawGraph(inside, outside)}${lists}`,
  };
}

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- ties the entries to their list
function nodesOf<P extends "destinations" | "listeners">(part: P, baseline: Baseline): Node[] {
  return entriesOf(baseline, part).map((entry: EntryOf<P>) => ({
    key: PARTS[part].words(entry),
    label: printable(PARTS[part].words(entry)),
    isWarned: concernsOf(part, entry).length > 0,
    by: entry.by.filter((program) => program !== ""),
  }));
}

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- ties the entries to their list
function listOf<P extends PartName>(part: P, baseline: Baseline): Html | null {
  const entries = entriesOf(baseline, part);
  if (entries.length === 0) return null;
  const rows = entries.map((entry: EntryOf<P>) => entryRow(part, entry, baseline));
  return html`<h3>${heading(titleOf(part, entries.length))}</h3>
    ${shortList(rows, SHOWN)}`;
}

/** `Called 2 destinations` */
export function heading(title: string): string {
  return (
    title.slice(0, 1) + title.slice(1).replace(/^[A-Z ]+(?= )/u, (words) => words.toLowerCase())
  );
}

const [ROW, TOP, WIDTH, BOX, BOX_HEIGHT] = [34, 34, 960, 250, 24];
const COLUMNS = [10, (WIDTH - BOX) / 2, WIDTH - BOX - 10] as const;
const LONGEST = 29;

function drawGraph(inside: readonly Node[], outside: readonly Node[]): Html | null {
  const [left, right] = [inside.slice(0, MOST_NODES), outside.slice(0, MOST_NODES)];
  const programs = sortedTexts([...left, ...right].flatMap(({ by }) => by)).slice(0, MOST_NODES);
  if (programs.length === 0) return null;
  const rows = Math.max(left.length, programs.length, right.length);
  const height = TOP + rows * ROW + 6;
  const place = (count: number, at: number): number =>
    TOP + ((rows - count) * ROW) / 2 + at * ROW + BOX_HEIGHT / 2;
  const lines = (nodes: readonly Node[], isLeft: boolean): Html[] =>
    nodes.flatMap((node, at) =>
      node.by.flatMap((program) => {
        const other = programs.indexOf(program);
        if (other < 0) return [];
        const [from, to] = isLeft ? [COLUMNS[0] + BOX, COLUMNS[1]] : [COLUMNS[2], COLUMNS[1] + BOX];
        const [y, z] = [place(nodes.length, at), place(programs.length, other)];
        const middle = (from + to) / 2;
        return [html`<path d="M${from} ${y}C${middle} ${y} ${middle} ${z} ${to} ${z}" />`];
      }),
    );
  const boxes = (column: 0 | 1 | 2, kind: string, nodes: readonly Omit<Node, "by">[]): Html[] =>
    nodes.map(({ key, label, isWarned }, at) =>
      box(COLUMNS[column], place(nodes.length, at), isWarned ? `${kind} warned` : kind, key, label),
    );
  const titles = [left.length > 0 ? "listens on" : "", "programs", right.length > 0 ? "calls" : ""];
  const hidden = inside.length + outside.length - left.length - right.length;
  return html`<figure class="graph">
    <div class="scroll" tabindex="0" role="region" aria-label="Graph of the network">
      <svg
        viewBox="0 0 ${WIDTH} ${height}"
        role="img"
        aria-label="${`${String(inside.length)} addresses that ${String(programs.length)} programs listen on, and ${String(outside.length)} that they call; the lists below have them all`}"
      >
        ${titles.map((title, at) => html`<text class="column" x="${(COLUMNS[at] ?? 0) + 2}" y="16">${title}</text>`)}
        <g class="lines">${lines(left, true)}${lines(right, false)}</g>
        ${boxes(0, "in", left)}${boxes(
          1,
          "program",
          programs.map((path) => ({
            key: path,
            label: lastName(printable(path)),
            isWarned: false,
          })),
        )}${boxes(2, "out", right)}
      </svg>
    </div>
    ${hidden > 0 ? html`<figcaption>${hidden} more are in the lists below.</figcaption>` : null}
  </figure>`;
}

function box(x: number, y: number, kind: string, whole: string, label: string): Html {
  const shown = label.length > LONGEST ? `${label.slice(0, LONGEST - 1)}…` : label;
  return html`<g class="${kind}"
    ><title>${whole}</title
    ><rect x="${x}" y="${y - BOX_HEIGHT / 2}" width="${BOX}" height="${BOX_HEIGHT}" rx="6" /><text
      x="${x + 10}"
      y="${y + 4}"
      >${shown}</text
    ></g
  >`;
}
