/**
 * Globs that a user writes: `*` stands for any text, `/` included; `?` for one character; all else
 * for itself.
 */

/**
 * A test of whether a text fits. What is tested may be hostile: it takes time in proportion to both
 * lengths at most.
 */
export function globTest(glob: string): (text: string) => boolean {
  if (!glob.includes("?")) return starTest(glob.split("*"));
  const wanted = [...glob];
  return (text) => fits(wanted, [...text]);
}

/** Whether a glob lets in any text at all. */
export function isOpenGlob(glob: string): boolean {
  return /^\*+$/u.test(glob);
}

/** Of the texts before, between and after the stars each is taken where it comes first. */
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

/** Where a star took too little it is given one character more: only the last star has to be. */
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
