/** Recorded texts in a build's log and in Markdown; both are given printable text. */

/** `##[` begins a command to GitHub's runner wherever it stands in a line of the log. */
export function inLog(text: string): string {
  return text.replaceAll("##[", "##\\x5b");
}

/** A span of code, in which nothing acts: no link, no mention, no HTML. */
export function codeSpan(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/gu)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = longest > 0 || /^ .* $/u.test(text) ? " " : "";
  return `${fence}${pad}${text}${pad}${fence}`;
}
