/** Files as a tree of directories, with what was done to each. */
import type { Baseline, Evidence } from "../../model/baseline/baseline.js";
import { entriesOf } from "../../model/baseline/lists.js";
import { concernsOf, type Concern } from "../../model/concerns/concerns.js";
import { html, type Html } from "../html.js";
import { concernTag, evidenceOf, type Section } from "../section.js";

/** The lists of files, with a mark for each. */
const MARKS = {
  filesRead: "read",
  filesWritten: "write",
  changes: "change",
  otherOpens: "open",
} as const;
type FilePart = keyof typeof MARKS;
export const FILE_PARTS_SHOWN: readonly string[] = Object.keys(MARKS);

interface Leaf {
  readonly path: string;
  readonly marks: Set<string>;
  readonly notes: Set<string>;
  readonly concerns: Map<string, Concern>;
  evidence: Evidence;
}

interface Folder {
  readonly folders: Map<string, Folder>;
  readonly files: Map<string, Leaf>;
  readonly counts: Map<string, number>;
}

export function fileSection(baseline: Baseline): Section {
  const root = newFolder();
  for (const part of Object.keys(MARKS) as FilePart[]) addPart(root, baseline, part);
  const count = leavesIn(root);
  return {
    id: "files",
    title: "Files",
    short: "Files",
    count,
    lead: "What was read, written and changed. * stands for the part of a name that varies.",
    body: html`<p class="legend">
        ${Object.values(MARKS).map((mark) => html`<span class="mark ${mark}">${mark}</span> `)}
      </p>
      <div class="files">${contentsOf(root, baseline, count <= FEW)}</div>`,
  };
}

/** With at most this many files, small directories are open. */
const FEW = 400;
const SMALL = 12;

function newFolder(): Folder {
  return { folders: new Map(), files: new Map(), counts: new Map() };
}

function addPart(root: Folder, baseline: Baseline, part: FilePart): void {
  for (const entry of entriesOf(baseline, part)) {
    const to = "to" in entry ? entry.to : undefined;
    const operation = "operation" in entry ? entry.operation : undefined;
    const note =
      operation === undefined ? "" : to === undefined ? operation : `${operation} → ${to}`;
    const leaf = leafAt(root, entry.path, MARKS[part], entry);
    if (note !== "") leaf.notes.add(note);
    for (const concern of concernsOf(part, entry)) leaf.concerns.set(concern.name, concern);
  }
}

function leafAt(root: Folder, path: string, mark: string, evidence: Evidence): Leaf {
  const parts = path.replace(/^\//u, "").split("/");
  const name = parts.pop() ?? "";
  let folder = root;
  const add = (to: Folder): void => void to.counts.set(mark, (to.counts.get(mark) ?? 0) + 1);
  for (const part of parts) {
    add(folder);
    const below = folder.folders.get(part) ?? newFolder();
    folder.folders.set(part, below);
    folder = below;
  }
  add(folder);
  const leaf = folder.files.get(name) ?? {
    path,
    marks: new Set(),
    notes: new Set(),
    concerns: new Map(),
    evidence,
  };
  folder.files.set(name, leaf);
  leaf.marks.add(mark);
  return leaf;
}

function leavesIn({ folders, files }: Folder): number {
  return [...folders.values()].reduce((sum, each) => sum + leavesIn(each), files.size);
}

function contentsOf({ folders, files }: Folder, baseline: Baseline, isOpen: boolean): Html {
  return html`<ul>
    ${[...folders].map(([name, folder]) => folderRow(name, folder, baseline, isOpen))}${[...files].map(([name, leaf]) => fileRow(name, leaf, baseline))}
  </ul>`;
}

/** A chain of directories with a single child each is one row: `usr/lib/x86_64-linux-gnu`. */
function folderRow(name: string, folder: Folder, baseline: Baseline, isOpen: boolean): Html {
  const [only, ...others] = [...folder.folders];
  if (only !== undefined && others.length === 0 && folder.files.size === 0) {
    return folderRow(`${name}/${only[0]}`, only[1], baseline, isOpen);
  }
  const counts = [...folder.counts].map(
    ([mark, count]) => html` <span class="mark ${mark}">${count.toLocaleString("en-US")}</span>`,
  );
  const open = isOpen && leavesIn(folder) <= SMALL ? html` open` : html``;
  return html`<li><details${open}><summary><code>${name}/</code>${counts}</summary>${contentsOf(folder, baseline, isOpen)}</details></li>`;
}

function fileRow(
  name: string,
  { path, marks, notes, concerns, evidence }: Leaf,
  baseline: Baseline,
): Html {
  return html`<li class="row" data-s="${path}">
    <code>${name === "" ? "/" : name}</code
    >${[...marks].map((mark) => html` <span class="mark ${mark}">${mark}</span>`)}${[...concerns.values()].map(concernTag)}
    ${evidenceOf(evidence, baseline)}${notes.size === 0 ? null : html`<div class="meta">${[...notes].join(" · ")}</div>`}
  </li>`;
}
