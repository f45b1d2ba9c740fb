/** Example texts for the stars of a pattern, to show a person what it allows. */

/** Returns an integer from 0 to `below` - 1. */
export type Choose = (below: number) => number;

/** Examples for `[^/]`: usual characters of names. */
const USUAL = "abcdefghijklmnopqrstuvwxyz0123456789._-";
/** The length of an example of variable length. */
const USUAL_LENGTH = 8;

/**
 * A text that matches the expression. Supports what expressions of stars consist of: character
 * classes, groups of alternatives, escaped and plain characters, and repetitions.
 */
export function sampleStar(expression: string, choose: Choose): string {
  const alternatives = splitAlternatives(expression);
  const chosen = alternatives[choose(alternatives.length)] ?? "";
  return [...chosen.matchAll(ITEM)]
    .map(([, item = "", quantifier = ""]) =>
      Array.from({ length: timesOf(quantifier, choose) }, () => sampleItem(item, choose)).join(""),
    )
    .join("");
}

/** A class, a group with at most one nested group, or a character; and its repetition. */
const ITEM =
  /(\[(?:[^\]\\]|\\.)+\]|\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)|\\.|.)(\{\d+(?:,\d+)?\}|[+?*])?/gsu;

function splitAlternatives(expression: string): string[] {
  const alternatives = [""];
  let depth = 0;
  for (const [part] of expression.matchAll(/\\.|\[(?:[^\]\\]|\\.)+\]|./gsu)) {
    if (part === "|" && depth === 0) alternatives.push("");
    else alternatives.push((alternatives.pop() ?? "") + part);
    if (part === "(") depth += 1;
    if (part === ")") depth -= 1;
  }
  return alternatives;
}

function timesOf(quantifier: string, choose: Choose): number {
  if (quantifier === "") return 1;
  if (quantifier === "?") return choose(2);
  if (quantifier === "+" || quantifier === "*") return USUAL_LENGTH;
  return Number(/\d+/u.exec(quantifier)?.[0]);
}

function sampleItem(item: string, choose: Choose): string {
  if (item.startsWith("(")) return sampleStar(item.slice(1, -1).replace(/^\?:/u, ""), choose);
  if (item.startsWith("[")) {
    const characters = charactersOf(item.slice(1, -1));
    return characters[choose(characters.length)] ?? "";
  }
  return item.replace(/^\\(?=.)/su, "");
}

function charactersOf(inside: string): readonly string[] {
  if (inside.startsWith("^")) return Array.from(USUAL);
  return [...inside.matchAll(/(\\.|.)-(\\.|.)|\\.|./gsu)].flatMap(([whole, from, to]) => {
    if (from === undefined || to === undefined) return [whole.replace(/^\\(?=.)/su, "")];
    const [first, last] = [from.charCodeAt(0), to.charCodeAt(0)];
    return Array.from({ length: last - first + 1 }, (_, at) => String.fromCharCode(first + at));
  });
}
