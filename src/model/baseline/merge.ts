/**
 * Merges documents of one name. A run has the same id in every document, so the order and grouping
 * of merges do not matter, and a document merged with itself stays the same.
 */
import { CxrayError } from "../errors.js";
import { sortedBy, sortedTexts } from "../order.js";
import type { BlindSpot } from "../recordings/recording.js";
import type { Baseline, Build, RunEntry } from "./baseline.js";
import { documentOf, entriesOf, type Lists } from "./lists.js";
import { PART_NAMES, type EntryOf, type PartName } from "./parts.js";
import { runSet, runsIn } from "./run-set.js";
import { keyOf, mergeLists } from "./same-entry.js";

/** @throws CxrayError other-baseline if name or architecture differ */
export function mergeBaselines(a: Baseline, b: Baseline): Baseline {
  refuseOther("name", a.image.name, b.image.name);
  refuseOther("architecture", a.architecture, b.architecture);
  const each = mergeRuns(a.runs.each, b.runs.each);
  const parts = [moveRuns(a, each), moveRuns(b, each)];
  const lists = eachPart((part) =>
    mergeLists(
      part,
      parts.map((of) => of[part]),
    ),
  );
  return {
    version: a.version,
    image: mergeImages(a.image, b.image),
    architecture: a.architecture,
    completeness: newest(a, b).completeness,
    blindSpots: mergeBlindSpots([...a.blindSpots, ...b.blindSpots]),
    kubernetes: distinct([...a.kubernetes, ...b.kubernetes]),
    runs: {
      count: each.length,
      recordings: new Set(each.map(({ recording }) => recording)).size,
      firstSeen: earliest(a.runs.firstSeen, b.runs.firstSeen),
      lastSeen: latest(a.runs.lastSeen, b.runs.lastSeen),
      runtimes: distinct([...a.runs.runtimes, ...b.runs.runtimes]),
      each,
    },
    ...documentOf(lists),
  };
}

/** All lists, each made by `make`. */
function eachPart(make: (part: PartName) => readonly EntryOf<PartName>[]): Lists {
  const lists: Partial<Record<PartName, readonly EntryOf<PartName>[]>> = {};
  for (const part of PART_NAMES) lists[part] = make(part);
  return lists as Lists;
}

function refuseOther(what: "name" | "architecture", a: string, b: string): void {
  if (a === b) return;
  const whose = what === "name" ? "images" : "architectures";
  throw new CxrayError("other-baseline", `the baselines are of two ${whose}: ${a} and ${b}`, [
    "Merge baselines of one image, recorded on one sort of machine.",
  ]);
}

/** Sorted by start. A run that either document calls incomplete stays incomplete. */
function mergeRuns(a: readonly RunEntry[], b: readonly RunEntry[]): RunEntry[] {
  const runs = new Map<string, RunEntry>();
  for (const run of [...a, ...b]) {
    const known = runs.get(run.id);
    const complete = run.complete && known?.complete !== false;
    const first = known === undefined || JSON.stringify(run) < JSON.stringify(known) ? run : known;
    runs.set(run.id, { ...first, complete });
  }
  return sortedBy(runs.values(), ({ started, id }) => `${started} ${id}`);
}

/** A document's lists, with its runs renumbered for another table. */
function moveRuns(document: Baseline, table: readonly RunEntry[]): Lists {
  const places = new Map(table.map(({ id }, index) => [id, index + 1]));
  const own = document.runs.each.map(({ id }) => places.get(id) ?? 0);
  const isSame = own.every((place, index) => place === index + 1);
  const known = new Map<string, string>();
  const moved = (runs: string): string => {
    const set = known.get(runs) ?? runSet(runsIn(runs).map((place) => own[place - 1] ?? 0));
    known.set(runs, set);
    return set;
  };
  const lists = eachPart((part) => {
    const entries: readonly EntryOf<PartName>[] = entriesOf(document, part);
    return isSame ? entries : entries.map((each) => ({ ...each, runs: moved(each.runs) }));
  });
  return lists;
}

function mergeImages(a: Baseline["image"], b: Baseline["image"]): Baseline["image"] {
  const both = (list: "references" | "repositories" | "tags" | "repoDigests"): string[] =>
    sortedTexts([...a[list], ...b[list]]);
  return {
    name: a.name,
    builds: mergeBuilds([...a.builds, ...b.builds]),
    references: both("references"),
    repositories: both("repositories"),
    tags: both("tags"),
    repoDigests: both("repoDigests"),
  };
}

function mergeBuilds(all: readonly Build[]): Build[] {
  const builds = new Map<string, Build>();
  for (const { digest, firstSeen, lastSeen } of all) {
    const known = builds.get(digest);
    builds.set(digest, {
      digest,
      firstSeen: earliest(firstSeen, known?.firstSeen ?? firstSeen),
      lastSeen: latest(lastSeen, known?.lastSeen ?? lastSeen),
    });
  }
  return sortedBy(builds.values(), ({ digest, firstSeen }) => `${firstSeen} ${digest}`);
}

/** The document with the latest run; its newest recording decides on completeness. */
function newest(a: Baseline, b: Baseline): Baseline {
  const key = ({ runs, completeness }: Baseline): string =>
    `${runs.each.at(-1)?.started ?? ""} ${JSON.stringify(completeness)}`;
  return key(a) >= key(b) ? a : b;
}

/** Each blind spot once, from the document that met it most often. */
function mergeBlindSpots(all: readonly BlindSpot[]): BlindSpot[] {
  const spots = new Map<string, BlindSpot>();
  const rank = ({ count, message }: BlindSpot): string =>
    `${String(count ?? -1).padStart(16)} ${message}`;
  for (const spot of all) {
    const known = spots.get(spot.code);
    if (known === undefined || rank(spot) > rank(known)) spots.set(spot.code, spot);
  }
  return sortedBy(spots.values(), ({ code }) => code);
}

function distinct<T>(all: readonly T[]): T[] {
  const known = new Map(all.map((each) => [JSON.stringify(each), each]));
  return sortedBy(known, ([key]) => key).map(([, each]) => each);
}

function earliest(a: string, b: string): string {
  return a < b ? a : b;
}

function latest(a: string, b: string): string {
  return a > b ? a : b;
}

/** Selects entries of a document by list and key. */
export type Picked = (part: PartName, key: string) => boolean;

/**
 * A committed document plus selected entries of a newer one: new entries are added, known ones are
 * merged, and the evidence of all others stays unchanged. The runs and builds in which the entries
 * were seen are added too. `reason` is stored with each entry.
 */
export function acceptEntries(
  committed: Baseline,
  newer: Baseline,
  isPicked: Picked,
  reason?: string,
): Baseline {
  const picked = filterEntries(newer, isPicked);
  const used = new Set(
    PART_NAMES.flatMap((part) => entriesOf(picked, part).flatMap(({ runs }) => runsIn(runs))),
  );
  if (used.size === 0) return committed;
  const each = newer.runs.each.filter((_, index) => used.has(index + 1));
  const places = new Map([...used].sort((a, b) => a - b).map((old, index) => [old, index + 1]));
  const kept = mapEntries(picked, (entry) => ({
    ...entry,
    runs: runSet(runsIn(entry.runs).map((place) => places.get(place) ?? 0)),
    ...(reason === undefined ? {} : { accepted: [reason] }),
  }));
  const digests = new Set(each.map(({ build }) => build));
  const { completeness, blindSpots, kubernetes, runs, image } = committed;
  const merged = mergeBaselines(committed, {
    ...kept,
    image: { ...image, builds: newer.image.builds.filter(({ digest }) => digests.has(digest)) },
    completeness,
    blindSpots,
    kubernetes,
    runs: { ...runs, each },
  });
  return { ...merged, completeness };
}

/** A committed document without the selected entries. */
export function removeEntries(committed: Baseline, isPicked: Picked): Baseline {
  return filterEntries(committed, (part, key) => !isPicked(part, key));
}

function filterEntries(document: Baseline, isPicked: Picked): Baseline {
  const lists = eachPart((part) => {
    const entries: readonly EntryOf<PartName>[] = entriesOf(document, part);
    return entries.filter((entry) => isPicked(part, keyOf(part, entry)));
  });
  return { ...document, ...documentOf(lists) };
}

function mapEntries(
  document: Baseline,
  change: (entry: EntryOf<PartName>) => EntryOf<PartName>,
): Baseline {
  const lists = eachPart((part) => {
    const entries: readonly EntryOf<PartName>[] = entriesOf(document, part);
    return entries.map(change);
  });
  return { ...document, ...documentOf(lists) };
}
