/** Words of a shell's command, quoted and read back. */

const PLAIN = /^[\w./:=@%+,-]+$/u;

/** A word that every POSIX shell takes as this text. */
export function shellWord(value: unknown): string {
  const text = String(value);
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A word: plain characters, text between single quotes, and quotes of its own after a backslash. */
const WORD = /(?:[\w./:=@%+,-]|'[^']*'|\\')+/uy;
const BLANK = /(?:[ \t]|\\\n)*/uy;

/**
 * The words of the only command of a script, whose last is `"$@"`. Throws an Error for anything else
 * that a shell would act on.
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
