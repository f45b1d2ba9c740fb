/** Shell words: quoting and parsing. */

const PLAIN = /^[\w./:=@%+,-]+$/u;

/** The text as one word of any POSIX shell. */
export function shellWord(value: unknown): string {
  const text = String(value);
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A word: plain characters, single-quoted text, and single quotes escaped by a backslash. */
const WORD = /(?:[\w./:=@%+,-]|'[^']*'|\\')+/uy;
const BLANK = /(?:[ \t]|\\\n)*/uy;

/**
 * The words of a script's only command, which ends in `"$@"`. Throws an Error for anything else
 * that a shell would interpret.
 */
export function readCommand(script: string): string[] {
  const text = script
    .split("\n")
    .filter((line) => !/^\s*(?:#.*)?$/u.test(line))
    .join("\n");
  const end = text.lastIndexOf('"$@"');
  if (end === -1 || text.slice(end + 4).trim() !== "") {
    throw new Error('the command has to end in "$@"');
  }
  const words: string[] = [];
  let at = 0;
  while (at < end) {
    BLANK.lastIndex = at;
    at += BLANK.exec(text)?.[0].length ?? 0;
    if (at >= end) break;
    WORD.lastIndex = at;
    const word = WORD.exec(text)?.[0];
    if (word === undefined) throw new Error(`a shell would act on ${text.slice(at, at + 20)}`);
    words.push(word.replace(/'([^']*)'|\\'/gu, (_, quoted?: string) => quoted ?? "'"));
    at += word.length;
  }
  return words;
}
