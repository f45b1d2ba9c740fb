import { treeOf } from "./places.js";

interface Share<T> {
  readonly items: T[];
  readonly left: T[];
  /** characters of `items` */
  readonly used: number;
}

/**
 * The first items of each tree of folders, as many as there is room for: where there is too little,
 * the largest trees give way. The order stays.
 * @param lengths of the items, in the same order
 * @param placeOf what an item's tree is told from
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
  // An item costs what it takes of either bound, in shares of both.
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
    spent.set(tree, cost); // also where it is too much: what follows is left out too
    if (cost > level) share.left.push(item);
    else {
      share.items.push(item);
      share.used += lengths[index] ?? 0;
    }
  });
  return share;
}

/** What each may have at most, so that all of them together have no more than `room`. */
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
