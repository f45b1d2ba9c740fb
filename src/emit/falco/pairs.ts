/**
 * Changes with two ends: rename, link, symlink, mount. Each pair of ends is allowed together, so
 * each has a condition.
 */
import type { ChangeEntry } from "../../model/baseline/baseline.js";
import type { Operation } from "../../model/events/events.js";
import { sortedTexts } from "../../model/order.js";
import { namesOfArgument } from "./file-names.js";
import type { FileName } from "./file-names.js";
import { anyOf } from "./allowance.js";
import type { Allowance, EvidenceLine } from "./allowance.js";
import { markOf, pathTest } from "./paths.js";
import { quote, rawGlob } from "./text.js";

interface Sort {
  readonly macro: string;
  readonly about: string;
  readonly operations: readonly Operation[];
  /** Falco's fields for the first and the second end */
  readonly fields: readonly [string, string];
  /** the second end: the change's other path, or a text beside it */
  readonly second: "to" | "texts";
}

/**
 * `fs.path.source` and `fs.path.target` would fit all of these, but they ignore the directory
 * descriptor of renameat and similar calls: a relative name would be taken for a different file.
 */
const SORTS: readonly Sort[] = [
  {
    macro: "cxray_renames",
    about: "renamed",
    operations: ["rename", "exchange"],
    fields: ["evt.arg.oldpath", "evt.arg.newpath"],
    second: "to",
  },
  {
    macro: "cxray_links",
    about: "hard links made",
    operations: ["link"],
    fields: ["evt.arg.oldpath", "evt.arg.newpath"],
    second: "to",
  },
  {
    macro: "cxray_links",
    about: "symbolic links made",
    operations: ["symlink"],
    fields: ["evt.arg.linkpath", "evt.arg.target"],
    second: "texts",
  },
  {
    macro: "cxray_mounts",
    about: "mounted",
    operations: ["mount"],
    fields: ["evt.arg.dir", "evt.arg.dev"],
    second: "texts",
  },
];

/** An allowance for each sort, from successful changes. */
export function allowPairs(done: readonly ChangeEntry[]): Allowance[] {
  return SORTS.map((sort): Allowance => {
    const entries = done.filter(({ operation }) => sort.operations.includes(operation));
    return {
      about: sort.about,
      macro: sort.macro,
      lists: [],
      conditions: sortedTexts(entries.map((entry) => conditionOf(entry, sort))),
      evidence: entries.map((entry) => evidenceLineOf(entry)),
    };
  });
}

function conditionOf(entry: ChangeEntry, { fields: [one, two], second }: Sort): string {
  const other = second === "to" ? anyPath(two, otherPath(entry)) : anyText(two, entry.texts ?? []);
  return bothEnds(anyPath(one, namesOfArgument(entry)), other);
}

function otherPath({ to, toRule, toStars, toAskedAs, toSlashed }: ChangeEntry): FileName[] {
  if (to === undefined) return [];
  const rule = toRule === undefined ? {} : { rule: toRule, stars: toStars };
  return namesOfArgument({ path: to, askedAs: toAskedAs, slashed: toSlashed, ...rule });
}

/** An unknown end matches anything. */
function bothEnds(...ends: readonly string[]): string {
  return `(${ends.filter((end) => end !== "").join(" and ")})`;
}

function anyPath(field: string, paths: readonly FileName[]): string {
  return paths.length === 0 ? "" : anyOf(paths.map((path) => pathTest(field, path)));
}

/** Texts that Falco does not take for paths: it keeps their bytes. */
function anyText(field: string, texts: readonly string[]): string {
  return texts.length === 0 ? "" : anyOf(texts.map((text) => textTest(field, text)));
}

function textTest(field: string, text: string): string {
  const glob = rawGlob(text);
  return glob === null ? pathTest(field, { path: text }) : `${field} glob ${quote(glob)}`;
}

function evidenceLineOf(entry: ChangeEntry): EvidenceLine {
  const { path, to, rule, toRule, texts = [], by } = entry;
  const rules = sortedTexts([rule, toRule].filter((each) => each !== undefined));
  const notes = rules.length === 0 ? [] : [`generalised: ${rules.join(", ")}`];
  const marks = sortedTexts([path, to ?? ""].flatMap(markOf));
  return { what: [path, to ?? texts.join(" or ")].join(" and "), by, notes, marks };
}
