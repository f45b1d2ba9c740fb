/** A shell's words, as far as completion needs them: quotes and backslashes, and nothing else. */

const PART =
  /'(?<single>[^']*)(?:'|$)|"(?<double>(?:\\.|[^"\\])*)(?:"|$)|\\(?<escaped>.)|(?<plain>[^\s'"\\]+)|(?<blank>\s+)/gsu;

/** The words of a line; the last is the one that is being typed, perhaps empty. */
export function shellWords(line: string): string[] {
  const words = [""];
  for (const { groups = {} } of line.matchAll(PART)) {
    const { single, double, escaped, plain, blank } = groups;
    if (blank !== undefined) words.push("");
    else words.push((words.pop() ?? "") + textOf(single, double, escaped, plain));
  }
  return words;
}

/** Whichever of them there is, without its backslashes. */
function textOf(single?: string, double?: string, escaped?: string, plain?: string): string {
  return single ?? double?.replace(/\\(.)/gsu, "$1") ?? escaped ?? plain ?? "";
}
