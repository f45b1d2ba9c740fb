/** Words in lines of a width, and what stands out on a terminal. */

export interface Style {
  readonly heading: (text: string) => string;
  /** what a person should look at first */
  readonly alarm: (text: string) => string;
  /** an entry that is the reason for it */
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

/** One line of at most `width`, the end of a longer one left out. */
export function cutTo(width: number, text: string): string {
  const characters = [...text];
  if (characters.length <= width) return text;
  return `${characters.slice(0, width - 1).join("")}…`;
}

/** Words in lines, each after `indent`. A word that fits no line is broken, but not cut. */
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

/** A word in pieces of at most `room`, broken after what parts it. */
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

/** A label, and a sentence or list in lines below it: `  refused: CAP_SYS_ADMIN …`. */
export function wrapAfter(label: string, words: readonly string[], width: number): string[] {
  return words.length === 0 ? [] : wrapHanging([`${label}:`, ...words], width);
}

/** One sentence of a list. */
export function wrapItem(text: string, width: number): string[] {
  return wrapHanging(["-", ...text.split(" ")], width);
}

/** Words of which the lines after the first are further in. */
export function wrapHanging(words: readonly string[], width: number): string[] {
  const [first = "", ...rest] = wrapWords(words, width, "    ");
  return [`  ${first.trimStart()}`, ...rest];
}
