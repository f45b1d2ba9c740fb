/** Finds where most items are, to tell a person where to look. */
import { compareTexts } from "../../model/order.js";

const DEEPEST = 8;

/**
 * The deepest directory that contains more than half of the paths; empty: there is none, or the
 * texts are not paths.
 */
export function crowdedPlace(paths: readonly string[]): string {
  let place = "";
  let inside = paths;
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    const folders = inside.flatMap((path) => {
      const end = path.indexOf("/", place.length);
      return end === -1 ? [] : [path.slice(place.length, end + 1)];
    });
    const next = mostFrequent(folders, inside.length);
    if (next === undefined) return place === "/" ? "" : place;
    place += next;
    inside = inside.filter((path) => path.startsWith(place));
  }
  return place;
}

/** The text that makes up more than half of all; undefined: there is none. */
export function mostFrequent(
  texts: readonly string[],
  all: number = texts.length,
): string | undefined {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const [first] = [...counts].sort(([a, n], [b, m]) => m - n || compareTexts(a, b));
  return first !== undefined && first[1] * 2 > all ? first[0] : undefined;
}
