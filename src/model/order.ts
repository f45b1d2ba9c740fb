/** Orders texts by their UTF-16 code units: the same on every machine, whatever its locale. */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Each text once, in order. */
export function sortedTexts(texts: Iterable<string>): string[] {
  return [...new Set(texts)].sort(compareTexts);
}

/** The items in the order of the texts that `keyOf` gives, which have to be distinct. */
export function sortedBy<T>(items: Iterable<T>, keyOf: (item: T) => string): T[] {
  return [...items]
    .map((item) => ({ item, key: keyOf(item) }))
    .sort((a, b) => compareTexts(a.key, b.key))
    .map(({ item }) => item);
}
