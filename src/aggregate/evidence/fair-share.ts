import { treeOf } from "./places.js";

interface Share<T> {
  readonly items: T[];
  readonly left: T[];
  /** total length of `items` in characters */
  readonly used: number;
}

/**
 * The first items of each directory tree, as many as there is room for. If room is short, the
 * largest trees lose items. The order is kept.
 * @param lengths the items' lengths, in the same order
 * @param placeOf the text that decides which tree an item belongs to
 */
export function fairShare<T>(
  items: readonly T[],
  lengths: readonly number[],
  room: number,
  most: number,
  placeOf: (item: T) => string,
): Share<T> {
  const used = lengths.reduce((sum, length) => sum + length, 0);
  if (used <= room && items.length <= most) return { items: [...items], left: [], used };
  // There are two bounds, on length and on number. An item costs the larger of its two shares.
  const costs = lengths.map((length) => Math.max(length * most, room));
  const trees = items.map((item) => treeOf(placeOf(item)));
  const byTree = new Map<string, number>();
  trees.forEach((tree, index) => byTree.set(tree, (byTree.get(tree) ?? 0) + (costs[index] ?? 0)));
  const level = levelOf([...byTree.values()], room * most);
  const spent = new Map<string, number>();
  const share: Share<T> & { used: number } = { items: [], left: [], used: 0 };
  items.forEach((item, index) => {
    const tree = trees[index] ?? "";
    const cost = (spent.get(tree) ?? 0) + (costs[index] ?? 0);
    spent.set(tree, cost); // added even if the item is left out, so that all later items of the tree are too
    if (cost > level) share.left.push(item);
    else {
      share.items.push(item);
      share.used += lengths[index] ?? 0;
    }
  });
  return share;
}

/** The limit per tree at which all trees together fit into `room`. */
function levelOf(wanted: readonly number[], room: number): number {
  let left = room;
  const sorted = [...wanted].sort((a, b) => a - b);
  for (const [index, cost] of sorted.entries()) {
    const level = left / (sorted.length - index);
    if (cost > level) return level;
    left -= cost;
  }
  return Infinity;
}
