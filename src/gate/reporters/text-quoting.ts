/** Quotes recorded texts for a build's log and for Markdown. The texts are already printable. */

/** Breaks up `##[`, which begins a command to GitHub's runner anywhere in a line of the log. */
export function inLog(text: string): string {
  return text.replaceAll("##[", "##\\x5b");
}

/** A code span, in which links, mentions and HTML have no effect. */
export function codeSpan(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/gu)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = longest > 0 || /^ .* $/u.test(text) ? " " : "";
  return `${fence}${pad}${text}${pad}${fence}`;
}
