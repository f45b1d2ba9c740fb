/** Splits a command line into words as a shell does: only quotes and backslashes are known. */

const PART =
  /'(?<single>[^']*)(?:'|$)|"(?<double>(?:\\.|[^"\\])*)(?:"|$)|\\(?<escaped>.)|(?<plain>[^\s'"\\]+)|(?<blank>\s+)/gsu;

/** The words of a line. The last one is being typed, and may be empty. */
export function shellWords(line: string): string[] {
  const words = [""];
  for (const { groups = {} } of line.matchAll(PART)) {
    const { single, double, escaped, plain, blank } = groups;
    if (blank !== undefined) words.push("");
    else words.push((words.pop() ?? "") + textOf(single, double, escaped, plain));
  }
  return words;
}

/** The part that matched, without its backslashes. */
function textOf(single?: string, double?: string, escaped?: string, plain?: string): string {
  return single ?? double?.replace(/\\(.)/gsu, "$1") ?? escaped ?? plain ?? "";
}
