/** Programs as a tree of which program started which. */
import type { Baseline, ExecutableEntry } from "../../model/baseline/baseline.js";
import { entriesOf } from "../../model/baseline/lists.js";
import { PART_NAMES, titleOf } from "../../model/baseline/parts.js";
import { concernsOf } from "../../model/concerns/concerns.js";
import { html, type Html } from "../html.js";
import { concernTag, evidenceOf, folded, type Section } from "../section.js";

const MOST_ARGUMENTS = 8;

export function programSection(baseline: Baseline): Section {
  const { executables } = baseline;
  const children = childrenOf(executables);
  const deeds = deedsByProgram(baseline);
  const shown = new Set<string>();
  const tree = (entry: ExecutableEntry): Html => {
    shown.add(entry.path);
    const own = (children.get(entry.path) ?? []).filter(({ path }) => !shown.has(path));
    for (const { path } of own) shown.add(path);
    const below = own.map(tree);
    return html`<li>
      ${programRow(entry, baseline, deeds)}${
        below.length === 0
          ? null
          : html`<ul>
              ${below}
            </ul>`
      }
    </li>`;
  };
  const roots = (children.get("") ?? []).map(tree);
  // programs started only by each other, or by a program that was not seen to run
  for (const entry of executables) if (!shown.has(entry.path)) roots.push(tree(entry));
  return {
    id: "programs",
    title: "Programs",
    short: "Programs",
    count: executables.length,
    lead: "Who ran whom. A program that several started stands below the first of them.",
    body: html`<ul class="tree">
      ${roots}
    </ul>`,
  };
}

/** Programs by the program that started them; `""`: the runtime, or unknown. Each program once. */
function childrenOf(executables: readonly ExecutableEntry[]): Map<string, ExecutableEntry[]> {
  const known = new Set(executables.map(({ path }) => path));
  const children = new Map<string, ExecutableEntry[]>();
  for (const entry of executables) {
    const others = entry.by.filter((program) => program !== entry.path);
    const isRoot = others.includes("") || !others.some((program) => known.has(program));
    const parent = isRoot ? "" : (others.find((program) => known.has(program)) ?? "");
    children.set(parent, [...(children.get(parent) ?? []), entry]);
  }
  return children;
}

/** For each program, the number of its entries in each list. */
function deedsByProgram(baseline: Baseline): Map<string, string[]> {
  const deeds = new Map<string, string[]>();
  for (const part of PART_NAMES) {
    const counts = new Map<string, number>();
    for (const { by } of entriesOf(baseline, part)) {
      for (const program of by) counts.set(program, (counts.get(program) ?? 0) + 1);
    }
    for (const [program, count] of counts) {
      const words = titleOf(part, count)
        .replace(/ \(.*$/u, "")
        .toLowerCase();
      deeds.set(program, [...(deeds.get(program) ?? []), words]);
    }
  }
  return deeds;
}

function programRow(
  entry: ExecutableEntry,
  baseline: Baseline,
  deeds: Map<string, string[]>,
): Html {
  const { path, storage, invokedAs, elevated } = entry;
  const names = invokedAs.filter((name) => name !== path);
  const foreign = storage.filter((each) => each !== "image" && each !== "unknown");
  return html`<div class="row" data-s>
    <code>${path}</code
    >${foreign.map((each) => html` <span class="tag medium">from ${each}</span>`)}${elevated === true ? html` <span class="tag high">more rights than its caller</span>` : null}${concernsOf("executables", entry).map(concernTag)}
    ${evidenceOf({ ...entry, by: [] }, baseline)}${names.length === 0 ? null : html`<div class="meta">as ${names.map((name) => html`<code>${name}</code> `)}</div>`}${deedsOf(entry, deeds.get(path) ?? [])}
  </div>`;
}

/** What the program did, and the arguments it was started with. */
function deedsOf({ arguments: vectors }: ExecutableEntry, deeds: readonly string[]): Html | null {
  const lines = vectors
    .slice(0, MOST_ARGUMENTS)
    .map((vector) => html`<li><code>${vector.map(argumentText).join(" ")}</code></li>`);
  const summary = deeds.length === 0 ? "how it was called" : deeds.join(" · ");
  return lines.length + deeds.length === 0
    ? null
    : folded(
        summary,
        html`<ul class="plain">
          ${lines}
        </ul>`,
      );
}

function argumentText(argument: ExecutableEntry["arguments"][number][number]): string {
  if (typeof argument === "string")
    return /^[^\s"']+$/u.test(argument) ? argument : JSON.stringify(argument);
  if (argument === null) return "‹any›";
  if ("startsWith" in argument) return `${argument.startsWith}‹any›`;
  return "pattern" in argument ? argument.pattern : "‹more›";
}
