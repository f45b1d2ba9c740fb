/** How long a list may be before nobody reads it and what compares it gets slow, and what to do then. */
import type { Baseline } from "../model/baseline/baseline.js";
import { plural } from "../model/plural.js";

const VARYING =
  "If names in it vary, add a row to patterns.forms or patterns.places in cxray.yaml: they become one entry.";
const MANY_PEERS =
  "If these are addresses of one service, record it being called by its name, or write its subnet by hand.";

interface Most {
  /** entries; with one more the list is too long */
  readonly entries: number;
  /** a sentence: what to do */
  readonly advice: string;
}

/**
 * Some times what was seen of real images: a desktop's worth of Python or Node.js opens a few thousand
 * files. Falco loads 20,000 items in 0.2 s, and compares each event with all that a list has.
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

/** A list of a baseline that a format may write down entry by entry. */
export type LongList = keyof typeof MOST;

/** A sentence for each of the lists that is too long: which one, how long, what to do. */
export function longLists(baseline: Baseline, lists: readonly LongList[]): string[] {
  return lists.flatMap((list) => {
    const { entries, advice } = MOST[list];
    const { length } = baseline[list];
    if (length <= entries) return [];
    const many = plural(length, "entry");
    return [`The list ${list} has ${many}; up to ${plural(entries, "entry")} are usual. ${advice}`];
  });
}

/** What readers of a file take no more of. */
export interface SizeLimit {
  readonly bytes: number;
  /** a sentence: what happens, and what to do */
  readonly advice: string;
}

/** Of an object of Kubernetes, the largest first: etcd's requests, and the annotation of kubectl apply. */
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

/** Of one list of Falco's: users have seen lists of 2 MB fail without a word. */
export const FALCO_LIST: readonly SizeLimit[] = [
  { bytes: 1_500_000, advice: "Falco may load none of a list that is so long: shorten it." },
];

/** A sentence where what is so large is more than the first limit that it passes. */
export function tooLarge(what: string, bytes: number, limits: readonly SizeLimit[]): string[] {
  const passed = limits.find((limit) => bytes > limit.bytes);
  if (passed === undefined) return [];
  return [`${what} has ${(bytes / 1e6).toFixed(1)} MB. ${passed.advice}`];
}
