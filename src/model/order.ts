/**
 * Compares texts by UTF-16 code units: the result is the same on every machine and in every locale.
 */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Each text once, sorted. */
export function sortedTexts(texts: Iterable<string>): string[] {
  return [...new Set(texts)].sort(compareTexts);
}

/** The items sorted by `keyOf`, whose texts must be distinct. */
export function sortedBy<T>(items: Iterable<T>, keyOf: (item: T) => string): T[] {
  return [...items]
    .map((item) => ({ item, key: keyOf(item) }))
    .sort((a, b) => compareTexts(a.key, b.key))
    .map(({ item }) => item);
}
