/**
 * How much of each list is kept. A container chooses how much it does: a flood fills
 * its own folder, its own tree of folders or its own call, and leaves room for the rest.
 */
import type { EntryOf, PartName } from "../../model/baseline/parts.js";
import { keyFields } from "../../model/baseline/same-entry.js";
import { folderOf, treeOf } from "./places.js";
import type { Bounds } from "./first-texts.js";

export interface Kept<P extends PartName> extends Bounds {
  /** tells where an entry is: the largest places give way where a document would be too long */
  readonly place: keyof EntryOf<P> & string;
  /** never cut to fit a document: whoever relies on the list breaks with any entry that it lacks */
  readonly isWhole?: true;
}

type TextOf = (key: string) => string;

/** Of keys that are several texts with NUL between them: see `textOf`. */
const first: TextOf = (key) => upTo(key, key.indexOf("\0"));
const second: TextOf = (key) => key.split("\0", 2)[1] ?? "";
const firstTwo: TextOf = (key) => upTo(key, key.indexOf("\0", key.indexOf("\0") + 1));

function upTo(key: string, end: number): string {
  return end < 0 ? key : key.slice(0, end);
}

/** @param pathOf the path in a key */
function files(entries: number, tree: number, folder: number, pathOf: TextOf = first): Bounds {
  return {
    entries,
    groups: [
      [tree, (key) => `tree ${treeOf(pathOf(key))}`],
      [folder, (key) => `folder ${folderOf(pathOf(key))}`],
    ],
  };
}

/** Unix sockets by folder, others by address. */
const ENDS: Bounds = {
  entries: 20_000,
  groups: [
    [18_000, first],
    [5_000, (key) => `${first(key)}\0${folderOf(second(key)) || second(key)}`],
  ],
};

/** By the call, or by what else the group's text is. */
function calls(groupOf: TextOf = first): Bounds {
  return { entries: 10_000, groups: [[5_000, groupOf]] };
}

/** Of the lists that need other bounds than the rest. */
const KEPT: { readonly [P in PartName]?: Kept<P> } = {
  executables: { ...files(10_000, 8_000, 4_000), place: "path" },
  filesRead: { ...files(40_000, 30_000, 5_000), place: "path" },
  filesWritten: { ...files(40_000, 30_000, 5_000), place: "path" },
  otherOpens: { ...files(40_000, 30_000, 5_000), place: "path" },
  changes: { ...files(40_000, 30_000, 5_000, second), place: "path" },
  destinations: { ...ENDS, place: "address" },
  listeners: { ...ENDS, place: "address" },
  names: { entries: 20_000, place: "name" },
  "syscalls.workload": { ...calls(), place: "name", isWhole: true },
  "syscalls.start": { ...calls(), place: "name", isWhole: true },
  syscallArguments: { ...calls(firstTwo), place: "call" },
  "refused.executables": { ...files(1_000, 800, 400), place: "path" },
  "refused.syscalls": { ...calls(), place: "name" },
};

/** Of a list without a row: half as many of one call, or whatever its first key is, as of all. */
export function keptOf<P extends PartName>(part: P): Kept<P> {
  const [place = ""] = keyFields(part);
  return KEPT[part] ?? { ...calls(), place: place as keyof EntryOf<P> & string };
}

/** What is gathered beside the lists, to be put into their entries. */
export const KEPT_BESIDE = {
  /** names of files that were made, for their patterns */
  madeNames: files(40_000, 30_000, 5_000),
  /** scripts, by interpreter */
  scripts: files(10_000, 8_000, 4_000, second),
  /** datagrams that may be answers, by port of ours in a run */
  datagrams: { entries: 20_000 },
  /** names of DNS with one of their addresses each */
  ties: { entries: 40_000 },
  /** server names and requests, by address */
  messages: { entries: 20_000, groups: [[5_000, first]] },
} as const satisfies Record<string, Bounds>;
