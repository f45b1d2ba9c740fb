/** The allowed behaviour of an image, put together from its baseline. */
import type { Baseline } from "../../model/baseline/baseline.js";
import { sortedBy, sortedTexts } from "../../model/order.js";
import { oncePer } from "../once-per.js";
import { allowCalls } from "./calls.js";
import { allowChanges } from "./changes.js";
import { allowDatagrams, allowDestinations } from "./connections.js";
import { allowFiles } from "./files.js";
import { allowListeners } from "./listeners.js";
import { listName, imageNames } from "./names.js";
import type { ImageNames } from "./names.js";
import { groupBy, itemsOf } from "./allowance.js";
import type { List, Allowance, EvidenceLine } from "./allowance.js";
import {
  allowChangedPrograms,
  allowMountedPrograms,
  allowPrograms,
  programTest,
} from "./programs.js";
import { OWN_RUNTIME, ownRuntimes } from "./runtime.js";
import { allowSockets } from "./sockets.js";
import { allowUnixSockets } from "./unix-sockets.js";

/**
 * How rules select the image's containers: by a list of its repositories, or of its ids if it has
 * no repository.
 */
export interface ImageScope {
  readonly list: List;
  /** the base's list of all images that have rules; the image's own list is added to it */
  readonly known: string;
  /** a condition that is true for the image's containers */
  readonly test: string;
}

export interface ImageRules {
  readonly names: ImageNames;
  readonly scope: ImageScope;
  readonly lists: readonly List[];
  /** conditions by macro, without the image's own test */
  readonly allowed: ReadonlyMap<string, readonly string[]>;
  readonly parts: readonly Allowance[];
}

/** The allowances of a baseline. Cached, because validation compares the written file with them. */
export const allowImage = oncePer(findRules);

function findRules(baseline: Baseline): ImageRules {
  const names = imageNames(baseline.image);
  const { executables } = baseline;
  const parts: Allowance[] = [
    allowPrograms(names, executables),
    allowChangedPrograms(names, executables),
    allowMountedPrograms(names, executables),
    allowFiles(names, "read", baseline),
    allowFiles(names, "written", baseline),
    ...allowChanges(names, baseline),
    allowDestinations(baseline),
    allowDatagrams(baseline),
    ...allowUnixSockets(names, baseline),
    allowListeners(baseline),
    allowSockets(baseline),
    ...allowCalls(baseline),
  ];
  const own = ownRuntimes(programTest(executables));
  const groups = groupBy(parts, ({ macro }) => macro);
  const allowed = new Map(groups.map(([macro, each]) => [macro, each.flatMap(conditionsOf)]));
  return {
    names,
    scope: scopeOf(names),
    lists: parts.flatMap(({ lists }) => lists),
    allowed: own.length === 0 ? allowed : allowed.set(OWN_RUNTIME, own),
    parts,
  };
}

function conditionsOf({ conditions }: Allowance): readonly string[] {
  return conditions;
}

/**
 * A positive test only: processes of the host have an empty repository, so `!=` would match them
 * too.
 */
function scopeOf(names: ImageNames): ImageScope {
  const byId = names.repositories.length === 0;
  const what = byId ? "image_ids" : "repositories";
  const list = {
    name: listName(what, names),
    items: itemsOf(byId ? names.ids : names.repositories),
  };
  const field = byId ? "container.image.id" : "container.image.repository";
  return { list, known: `cxray_${what}`, test: `${field} in (${list.name})` };
}

/** Comment lines that say which programs did what, for an allowance that is not empty. */
export function evidenceOf({ about, evidence }: Allowance): string[] {
  const groups = groupBy(evidence, ({ by }) => JSON.stringify(by));
  const isOne = groups.length === 1;
  return groups.map(([, group]) => {
    const whats = isOne && isBare(group) ? "all" : linesOf(group);
    return `${about} by ${programsOf(group[0]?.by ?? [])}: ${whats}`;
  });
}

/** Each item once, sorted. */
function linesOf(group: readonly EvidenceLine[]): string {
  const lines = new Map(group.map((each) => [each.what, each])).values();
  return sortedBy(lines, whatOf).map(lineOf).join("; ");
}

function isBare(group: readonly EvidenceLine[]): boolean {
  return group.every(({ notes = [] }) => notes.length === 0);
}

function whatOf({ what }: EvidenceLine): string {
  return what;
}

function lineOf({ what, notes = [] }: EvidenceLine): string {
  return notes.length === 0 ? what : `${what} (${notes.join(", ")})`;
}

function programsOf(by: readonly string[]): string {
  const named = sortedTexts(by).map((path) => (path === "" ? "an unknown program" : path));
  return named.length === 0 ? "an unknown program" : named.join(", ");
}

/** One line for each thing that is allowed more widely than it was recorded. */
export function marksOf(parts: readonly Allowance[]): string[] {
  return parts.flatMap(({ about, evidence }) =>
    sortedTexts(
      evidence
        .filter(({ marks = [] }) => marks.length > 0)
        .flatMap(({ what, marks = [] }) => marks.map((mark) => `${about}: ${what}: ${mark}`)),
    ),
  );
}
