/**
 * Globs that users write: `*` stands for any text, including `/`; `?` for one character; every
 * other character for itself.
 */

/**
 * A test for texts. These may be hostile, so the time is at most proportional to the product of
 * both lengths.
 */
export function globTest(glob: string): (text: string) => boolean {
  if (!glob.includes("?")) return starTest(glob.split("*"));
  const wanted = [...glob];
  return (text) => fits(wanted, [...text]);
}

/** Whether the glob matches every text. */
export function isOpenGlob(glob: string): boolean {
  return /^\*+$/u.test(glob);
}

/** Takes each text between the stars at its first position. */
function starTest([first = "", ...others]: readonly string[]): (text: string) => boolean {
  const last = others.at(-1);
  if (last === undefined) return (text) => text === first;
  const between = others.slice(0, -1);
  return (text) => {
    if (!text.startsWith(first) || !text.endsWith(last)) return false;
    let at = first.length;
    for (const literal of between) {
      const found = text.indexOf(literal, at);
      if (found < 0) return false;
      at = found + literal.length;
    }
    return at + last.length <= text.length;
  };
}

/** If a star matched too little, it is extended by one character. Only the last star needs this. */
function fits(glob: readonly string[], text: readonly string[]): boolean {
  let [inGlob, inText] = [0, 0];
  let [afterStar, taken] = [-1, 0];
  while (inText < text.length) {
    const wanted = glob[inGlob];
    if (wanted === "*") {
      inGlob += 1;
      [afterStar, taken] = [inGlob, inText];
    } else if (wanted === "?" || (wanted !== undefined && wanted === text[inText])) {
      inGlob += 1;
      inText += 1;
    } else if (afterStar >= 0) {
      taken += 1;
      [inGlob, inText] = [afterStar, taken];
    } else return false;
  }
  return glob.slice(inGlob).every((rest) => rest === "*");
}
