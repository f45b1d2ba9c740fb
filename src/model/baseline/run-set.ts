/**
 * Sets of runs in the entries of a baseline: positions in the document's table of runs, counted
 * from 1. `1-3,7` means the first three and the seventh.
 */

/** The set of these positions, given in any order. */
export function runSet(places: Iterable<number>): string {
  const sorted = [...new Set(places)].sort((a, b) => a - b);
  const ranges: [from: number, to: number][] = [];
  for (const place of sorted) {
    const last = ranges.at(-1);
    if (last?.[1] === place - 1) last[1] = place;
    else ranges.push([place, place]);
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(",");
}

/** The positions in a set, ascending. */
export function runsIn(set: string): number[] {
  return rangesOf(set).flatMap(([from, to]) =>
    Array.from({ length: to - from + 1 }, (_, index) => from + index),
  );
}

/** How many runs are in a set. */
export function countRuns(set: string): number {
  return rangesOf(set).reduce((sum, [from, to]) => sum + to - from + 1, 0);
}

/** All runs of both sets. */
export function uniteRuns(a: string, b: string): string {
  return a === b ? a : runSet([...runsIn(a), ...runsIn(b)]);
}

function rangesOf(set: string): [from: number, to: number][] {
  return set.split(",").map((range) => {
    const [from = "", to = from] = range.split("-");
    return [Number(from), Number(to)];
  });
}
