/** What the stars of a pattern stand for: classes of characters, each of one length or of any. */

/** From narrow to wide; each holds the characters that its letters name. */
const CLASSES = [
  ["[0-9]", "0"],
  ["[0-9a-f]", "0f"],
  ["[a-z0-9_]", "0fz_"],
  ["[A-Za-z0-9]", "0fzA"],
  ["[A-Za-z0-9_]", "0fzA_"],
  ["[^/]", "0fzA_?"],
] as const;

const ANYTHING = "[^/]+";

/** The narrowest that holds what either stands for, star by star. */
export function widestStars(
  a: readonly string[] | undefined,
  b: readonly string[] | undefined,
): readonly string[] | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const [longer, shorter] = a.length < b.length ? [b, a] : [a, b];
  return longer.map((star, index) => widestStar(star, shorter[index]));
}

function widestStar(a: string, b: string | undefined): string {
  if (a === b) return a;
  const [one, other] = [partsOf(a), partsOf(b ?? ANYTHING)];
  if (one === null || other === null) return ANYTHING;
  const letters = one.letters + other.letters;
  const [wide = "[^/]"] =
    CLASSES.find(([, holds]) => [...letters].every((letter) => holds.includes(letter))) ?? [];
  return wide + (one.length === other.length ? one.length : "+");
}

function partsOf(star: string): { letters: string; length: string } | null {
  const known = CLASSES.find(([name]) => star.startsWith(name));
  if (known === undefined) return null;
  const [name, letters] = known;
  return { letters, length: star.slice(name.length) };
}
