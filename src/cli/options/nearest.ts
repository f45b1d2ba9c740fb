/** Finds the known word that was likely meant by a mistyped one. */

/** The only word that begins with `word`, or else the nearest one by edit distance; null if none is. */
export function nearest(word: string, known: readonly string[]): string | null {
  const [longer, ...others] = known.filter((each) => each.startsWith(word));
  if (longer !== undefined && others.length === 0) return longer;
  const most = word.length < 4 ? 1 : 2;
  const near = known
    .map((each) => ({ each, distance: editDistance(word, each) }))
    .filter(({ distance }) => distance <= most)
    .sort((a, b) => a.distance - b.distance);
  return near[0]?.each ?? null;
}

/** The Damerau-Levenshtein distance: letters inserted, deleted, changed, or swapped. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwapped ? (before[j - 2] ?? 0) + 1 : Infinity;
      row.push(Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, changed, swapped));
    }
    [before, last] = [last, row];
  }
  return last[b.length] ?? 0;
}
