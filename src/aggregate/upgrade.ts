/** Upgrades documents of earlier versions. */
import { createHash } from "node:crypto";
import { PART_NAMES } from "../model/baseline/parts.js";
import { runSet } from "../model/baseline/run-set.js";

/** The lists at the top level of the document. */
const LISTS = PART_NAMES.filter((part) => !part.includes("."));

interface Version2 {
  readonly version: 2;
  readonly image: {
    readonly digest: string;
    readonly references: readonly string[];
    readonly repositories: readonly string[];
  };
  readonly completeness: { readonly state: string };
  readonly runs: { readonly count: number; readonly firstSeen: string; readonly lastSeen: string };
}

/**
 * Converts a document of version 2 to version 3. Version 2 counted runs without identifying them:
 * they get unique ids, and an entry of two runs is assigned the first two. Version 2 described one
 * build; the name becomes the repository it was started by. Any other document is returned
 * unchanged.
 */
export function upgradeBaseline(document: unknown): unknown {
  if (!isVersion2(document)) return document;
  const { image, runs, completeness, ...rest } = document;
  const { digest, ...names } = image;
  const { firstSeen, lastSeen } = runs;
  const upgraded = {
    ...Object.fromEntries(LISTS.map((list) => [list, []])), // lists that version 2 may lack
    ...rest,
    completeness,
    version: 3,
    image: {
      name: names.repositories[0] ?? digest,
      builds: [{ digest, firstSeen, lastSeen }],
      ...names,
    },
  };
  const each = Array.from({ length: runs.count }, (_, index) => ({
    id: idOf(`${digest} ${firstSeen} ${String(index)}`),
    build: digest,
    recording: firstSeen,
    started: firstSeen,
    complete: completeness.state === "complete",
  })).sort((a, b) => (a.id < b.id ? -1 : 1));
  return { ...(withRunSets(upgraded) as object), runs: { ...runs, recordings: 1, each } };
}

function isVersion2(document: unknown): document is Version2 {
  const { version, image, runs, completeness } = (document ?? {}) as Partial<Version2>;
  return (
    version === 2 &&
    typeof image?.digest === "string" &&
    Array.isArray(image.repositories) &&
    typeof completeness?.state === "string" &&
    Number.isSafeInteger(runs?.count) &&
    (runs?.count ?? 0) < 100_000
  );
}

function idOf(run: string): string {
  return createHash("sha256").update(run).digest("hex").slice(0, 12);
}

/** Replaces each entry's count of runs by the set of the first so many runs. */
function withRunSets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withRunSets);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, of]) => {
      const isCount = key === "runs" && typeof of === "number" && of > 0 && of < 100_000;
      const places = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);
      return [key, isCount ? runSet(places(of)) : withRunSets(of)];
    }),
  );
}
