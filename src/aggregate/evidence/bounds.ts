/**
 * How much of what one image did is kept, by kind. A flood fills its own folder, or its own tree of
 * folders, and leaves room for the rest.
 */
import type { Bounds } from "./first-texts.js";

type TextOf = (key: string) => string;

/** The folder that the path lies in, with a slash at its end. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

/** The folder below the root that the path lies in; of what lies in the root itself the root. */
export function treeOf(path: string): string {
  if (!path.startsWith("/")) return "";
  return path.slice(0, path.indexOf("/", 1) + 1 || 1);
}

function files(entries: number, tree: number, folder: number, pathOf: TextOf = same): Bounds {
  return {
    entries,
    groups: [
      [tree, (key) => `tree ${treeOf(pathOf(key))}`],
      [folder, (key) => `folder ${folderOf(pathOf(key))}`],
    ],
  };
}

const same: TextOf = (key) => key;
/** Of a key that is several texts with NUL between them. */
const first: TextOf = (key) => key.slice(0, key.indexOf("\0"));
const second: TextOf = (key) => key.split("\0", 2)[1] ?? "";

export const BOUNDS = {
  files: files(40_000, 30_000, 5_000),
  changes: files(40_000, 30_000, 5_000, second),
  programs: files(10_000, 8_000, 4_000),
  failedExecutions: files(1_000, 800, 400, first),
  /** by interpreter */
  scripts: files(10_000, 8_000, 4_000, second),
  /** unix sockets by folder, others by address: the keys are of `Places` */
  places: {
    entries: 20_000,
    groups: [
      [18_000, first],
      [5_000, (key) => `${first(key)}\0${folderOf(second(key)) || second(key)}`],
    ],
  },
  /** that may be answers, by port of ours in a run */
  datagrams: { entries: 20_000 },
  names: { entries: 20_000 },
  /** names with one of their addresses each */
  ties: { entries: 40_000 },
  /** server names and requests, by address */
  messages: { entries: 20_000, groups: [[5_000, first]] },
  /** sockets, rights, arguments, by what they are of */
  rights: { entries: 10_000, groups: [[5_000, first]] },
} as const satisfies Record<string, Bounds>;
