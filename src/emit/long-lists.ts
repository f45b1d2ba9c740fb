/**
 * How long a list may become before nobody reads it and comparing gets slow, how large a file before
 * nothing loads it, and what to do then.
 */
import type { Baseline } from "../model/baseline/baseline.js";
import { plural } from "../model/plural.js";

const VARYING =
  "If names in it vary, add a row to patterns.forms or patterns.places in cxray.yaml: they become one entry.";
const MANY_PEERS =
  "If these are addresses of one service, record it being called by its name, or write its subnet by hand.";

interface Most {
  /** the largest accepted number of entries */
  readonly entries: number;
  /** a sentence: what to do */
  readonly advice: string;
}

/**
 * A few times the size seen in real images: a large Python or Node.js program opens a few thousand
 * files. Falco loads 20,000 items in 0.2 s, and compares each event with the whole list.
 */
const MOST = {
  executables: { entries: 500, advice: VARYING },
  filesRead: { entries: 10_000, advice: VARYING },
  filesWritten: { entries: 2_000, advice: VARYING },
  changes: { entries: 2_000, advice: VARYING },
  destinations: { entries: 1_000, advice: MANY_PEERS },
  listeners: { entries: 200, advice: "Look at them first: few programs listen on so many ports." },
  names: { entries: 1_000, advice: VARYING },
} as const satisfies Record<string, Most>;

/** A list of a baseline that a format may write entry by entry. */
export type LongList = keyof typeof MOST;

/** A sentence for each list that is too long: which list, how long, what to do. */
export function longLists(baseline: Baseline, lists: readonly LongList[]): string[] {
  return lists.flatMap((list) => {
    const { entries, advice } = MOST[list];
    const { length } = baseline[list];
    if (length <= entries) return [];
    const many = plural(length, "entry");
    return [`The list ${list} has ${many}; up to ${plural(entries, "entry")} are usual. ${advice}`];
  });
}

/** A limit on what a file's readers accept. */
export interface SizeLimit {
  readonly bytes: number;
  /** a sentence: what happens, and what to do */
  readonly advice: string;
}

/**
 * Limits of a Kubernetes object, largest first: etcd's request size, and the annotation of kubectl
 * apply.
 */
export const KUBERNETES_OBJECT: readonly SizeLimit[] = [
  {
    bytes: 1_500_000,
    advice: "Kubernetes takes no object of more than about 1.5 MB: shorten its lists.",
  },
  {
    bytes: 256 * 1024,
    advice: "kubectl apply takes no object of more than 256 KiB: use kubectl apply --server-side.",
  },
];

/** The limit of one Falco list: users have seen lists of 2 MB fail silently. */
export const FALCO_LIST: readonly SizeLimit[] = [
  { bytes: 1_500_000, advice: "Falco may load none of a list that is so long: shorten it." },
];

/** A sentence about the first limit that is exceeded; empty: none is. */
export function tooLarge(what: string, bytes: number, limits: readonly SizeLimit[]): string[] {
  const passed = limits.find((limit) => bytes > limit.bytes);
  if (passed === undefined) return [];
  return [`${what} has ${(bytes / 1e6).toFixed(1)} MB. ${passed.advice}`];
}
