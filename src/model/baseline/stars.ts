/**
 * What the stars of a pattern stand for, as regular expressions: a character class of fixed or
 * variable length, a known form (`[0-9]{4}-[0-9]{2}-[0-9]{2}`), or alternatives: `(?:a|b)`.
 */
import { sortedTexts } from "../order.js";

/** From narrow to wide, with the kinds of characters in each. */
const CLASSES = [
  ["[0-9]", "0"],
  ["[0-9a-f]", "0f"],
  ["[a-z0-9_]", "0fz_"],
  ["[A-Za-z0-9]", "0fzA"],
  ["[A-Za-z0-9_]", "0fzA_"],
  ["[^/]", "0fzA_?"],
] as const;

const ANYTHING = "[^/]+";

/** The narrowest expressions that cover both, star by star. */
export function widestStars(
  a: readonly string[] | undefined,
  b: readonly string[] | undefined,
): readonly string[] | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const [longer, shorter] = a.length < b.length ? [b, a] : [a, b];
  return longer.map((star, index) => widestStar([star, shorter[index] ?? ANYTHING]));
}

/** More alternatives are replaced by one character class. */
const MOST_ALTERNATIVES = 8;

/** An expression that covers all: for equal lengths the narrowest class, else the alternatives. */
export function widestStar(stars: Iterable<string>): string {
  const letters = new Map<string, string>();
  const forms = new Set<string>();
  for (const star of [...stars].flatMap(alternativesOf)) {
    const known = partsOf(star);
    if (known === null) forms.add(star);
    else letters.set(known.length, (letters.get(known.length) ?? "") + known.letters);
  }
  const isTooMany = letters.size + forms.size > MOST_ALTERNATIVES;
  if (isTooMany && forms.size > 0) return ANYTHING;
  const classes =
    letters.has("+") || isTooMany
      ? [`${classOf([...letters.values()].join(""))}+`]
      : [...letters].map(([length, each]) => classOf(each) + length);
  const [only = "", ...others] = sortedTexts([...classes, ...forms]);
  return others.length === 0 ? only : `(?:${[only, ...others].join("|")})`;
}

function classOf(letters: string): string {
  const wide = CLASSES.find(([, holds]) => [...letters].every((letter) => holds.includes(letter)));
  return wide?.[0] ?? "[^/]";
}

/** The only groups within an alternative are of plain words. */
function alternativesOf(star: string): string[] {
  const inside = /^\(\?:(.*)\)$/su.exec(star)?.[1];
  return inside === undefined ? [star] : inside.split("|");
}

function partsOf(star: string): { letters: string; length: string } | null {
  const [, name = "", length = ""] = /^(\[[^\]]+\])(\+|\{[0-9]+\})$/u.exec(star) ?? [];
  const known = CLASSES.find(([each]) => each === name);
  return known === undefined ? null : { letters: known[1], length };
}
