/** How many of the first items stay within both limits. */
export function firstWithin<T>(
  items: readonly T[],
  most: number,
  characters: number,
  lengthOf: (item: T) => number,
): number {
  let left = characters;
  for (const [index, item] of items.entries()) {
    if (index === most) return index;
    left -= lengthOf(item);
    if (left < 0) return index;
  }
  return items.length;
}
