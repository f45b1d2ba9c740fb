/** Wraps text, and styles it for a terminal. */

export interface Style {
  readonly heading: (text: string) => string;
  /** what deserves attention first */
  readonly alarm: (text: string) => string;
  /** an entry that deserves attention */
  readonly warning: (text: string) => string;
}

const same = (text: string): string => text;
const within =
  (code: string) =>
  (text: string): string =>
    `\u001b[${code}m${text}\u001b[0m`;

export const PLAIN_STYLE: Style = { heading: same, alarm: same, warning: same };
export const TERMINAL_STYLE: Style = {
  heading: within("1"),
  alarm: within("1;31"),
  warning: within("33"),
};

export function lengthOf(text: string): number {
  return [...text].length;
}

/** Cuts a line to at most `width` columns. */
export function cutTo(width: number, text: string): string {
  const characters = [...text];
  if (characters.length <= width) return text;
  return `${characters.slice(0, width - 1).join("")}…`;
}

/** Wraps words into lines after `indent`. A word that is too long is broken, but not cut. */
export function wrapWords(words: readonly string[], width: number, indent = "  "): string[] {
  const room = width - indent.length;
  const lines: string[] = [];
  let line = "";
  for (const word of words) {
    const [first = "", ...rest] = pieces(word, room);
    if (line !== "" && lengthOf(line) + lengthOf(first) + 1 > room) {
      lines.push(line);
      line = "";
    }
    line += line === "" ? first : ` ${first}`;
    for (const piece of rest) {
      lines.push(line);
      line = piece;
    }
  }
  return (line === "" ? lines : [...lines, line]).map((each) => indent + each);
}

/** Breaks a word into pieces of at most `room`, if possible after a separator. */
function pieces(word: string, room: number): string[] {
  const found: string[] = [];
  let rest = [...word];
  while (rest.length > room) {
    const parting = rest.slice(0, room).findLastIndex((character) => "|/,".includes(character));
    const end = parting > 0 ? parting + 1 : room;
    found.push(rest.slice(0, end).join(""));
    rest = rest.slice(end);
  }
  return [...found, rest.join("")];
}

/** A label and a wrapped sentence or list: `  refused: CAP_SYS_ADMIN …`. */
export function wrapAfter(label: string, words: readonly string[], width: number): string[] {
  return words.length === 0 ? [] : wrapHanging([`${label}:`, ...words], width);
}

/** A wrapped sentence of a list. */
export function wrapItem(text: string, width: number): string[] {
  return wrapHanging(["-", ...text.split(" ")], width);
}

/** Wraps words, and indents the lines after the first. */
export function wrapHanging(words: readonly string[], width: number): string[] {
  const [first = "", ...rest] = wrapWords(words, width, "    ");
  return [`  ${first.trimStart()}`, ...rest];
}
