/**
 * Keeps the number of file rules low enough for a profile to compile in about a second (1,000 rules
 * took 1.1 s with apparmor_parser 3.0.8): files of one directory with the same permissions become
 * one rule.
 */
import { compareTexts } from "../../model/order.js";
import { PERMISSIONS, type FilePermissions, type Permission } from "./permissions.js";

export interface FileRule {
  readonly glob: string;
  /** in AppArmor's notation: `rw`, `rmix` */
  readonly permissions: string;
  /** how many of the baseline's names the rule covers */
  readonly count: number;
}

const MOST_RULES = 500;

/** Directories that no single rule may cover as a whole: `/etc`, `/root`, `/home`, secrets. */
const NEVER_WHOLE =
  /^\/(?:etc|root|home|boot|dev|proc|sys|mnt|media|srv|var|var\/(?:run|lib)|run|run\/secrets|usr)?$|^\/(?:etc|root|home|dev|proc|sys)\/|\/secrets(?:\/|$)/u;

interface Item {
  /** the path without its last name; `""` is the root */
  readonly folder: string;
  readonly rule: FileRule;
}

/** The rules, sorted by glob. Merges the deepest directories first. */
export function collapse(files: FilePermissions, most = MOST_RULES): FileRule[] {
  let items = [...files].map(([glob, permissions]): Item => {
    const folder = glob.slice(0, glob.replace(/\/$/u, "").lastIndexOf("/"));
    return { folder, rule: { glob, permissions: inOrder(permissions), count: 1 } };
  });
  const deepest = Math.max(0, ...items.map(({ folder }) => depthOf(folder)));
  for (let depth = deepest; depth > 0 && items.length > most; depth -= 1) {
    items = collapseAt(depth, items, most);
  }
  return items.map(({ rule }) => rule).sort((a, b) => compareTexts(a.glob, b.glob));
}

/**
 * Merges the rules of each directory at this depth, the fullest directory first, until few enough
 * are left.
 */
function collapseAt(depth: number, items: readonly Item[], most: number): Item[] {
  const groups = new Map<string, Item[]>();
  const others: Item[] = [];
  for (const item of items) {
    const { folder, rule } = item;
    const isMergeable = depthOf(folder) === depth && !NEVER_WHOLE.test(folder);
    if (!isMergeable) {
      others.push(item);
      continue;
    }
    const key = `${rule.permissions} ${folder}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  let left = items.length;
  const byCount = [...groups].sort(
    ([keyA, a], [keyB, b]) => b.length - a.length || compareTexts(keyA, keyB),
  );
  const kept = byCount.flatMap(([, group]) => {
    if (left <= most || group.length === 1) return group.map(liftOf);
    left -= group.length - 1;
    return [merged(group)];
  });
  return [...others, ...kept];
}

/** Moves the item to the parent directory, where it may be merged next. */
function liftOf({ folder, rule }: Item): Item {
  return { folder: parentOf(folder), rule };
}

function merged(group: readonly Item[]): Item {
  const [{ folder, rule }] = group as [Item, ...Item[]];
  const isDeep = group.some((item) => item.rule.glob.slice(folder.length + 1).includes("/"));
  const count = group.reduce((sum, item) => sum + item.rule.count, 0);
  const glob = `${folder}/${isDeep ? "**" : "*"}`;
  return { folder: parentOf(folder), rule: { ...rule, glob, count } };
}

function parentOf(folder: string): string {
  return folder.slice(0, folder.lastIndexOf("/"));
}

function depthOf(folder: string): number {
  return folder.split("/").length - 1;
}

function inOrder(permissions: ReadonlySet<Permission>): string {
  return PERMISSIONS.filter((each) => permissions.has(each)).join("");
}
