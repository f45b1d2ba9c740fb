/** Finds the line of each list item in a JSON document. */

interface Open {
  /** for a list: the index of the next item; null for an object */
  index: number | null;
  /** its path in the document: `syscalls.workload` */
  readonly path: string;
}

interface List {
  readonly at: number;
  readonly items: number[];
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LINE_BREAK = 0x0a;
const COLON = 0x3a;
const COMMA = 0x2c;

/** The lines of list items, by the path of the list: `filesRead`, `refused.syscalls`. */
export class DocumentLines {
  readonly #lists = new Map<string, List>();

  /** @param text must be valid JSON */
  constructor(text: string) {
    scan(text, (path, line, isList) => {
      if (isList) this.#lists.set(path, { at: line, items: [] });
      else this.#lists.get(path)?.items.push(line);
    });
  }

  /** The line of an item, from 1. For an item that does not exist yet, that of the item before. */
  lineOf(list: string, index: number): number {
    const lists = this.#listsIn(list);
    let before = 0;
    for (const { items } of lists) {
      const line = items[index - before];
      if (line !== undefined) return line;
      before += items.length;
    }
    const last = lists.at(-1);
    return last === undefined ? 1 : (last.items.at(-1) ?? last.at);
  }

  /** The list at the path, or one list for each ABI. */
  #listsIn(path: string): List[] {
    const own = this.#lists.get(path);
    if (own !== undefined) return [own];
    return [...this.#lists].flatMap(([each, list]) => (each.startsWith(`${path}.`) ? [list] : []));
  }
}

type Found = (path: string, line: number, isList: boolean) => void;

/** No list of a baseline is nested deeper. */
const DEEPEST = 4;

function scan(text: string, found: Found): void {
  const open: Open[] = [];
  let line = 1;
  let key = "";
  let expectsItem = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === LINE_BREAK) line += 1;
    if (code <= 0x20 || code === COLON) continue;
    const inside = open.at(-1);
    if (code === COMMA) {
      expectsItem = inside?.index !== null;
      continue;
    }
    if (expectsItem && inside !== undefined && inside.index !== null && code !== 0x5d) {
      if (open.length <= DEEPEST) found(inside.path, line, false);
      inside.index += 1;
    }
    expectsItem = false;
    if (code === QUOTE) {
      const end = endOfText(text, at);
      if (inside?.index === null && open.length <= DEEPEST) key = text.slice(at + 1, end);
      at = end;
    } else if (code === 0x7b || code === 0x5b) {
      const path = inside === undefined ? "" : inside.path === "" ? key : `${inside.path}.${key}`;
      const isList = code === 0x5b;
      if (isList && open.length < DEEPEST) found(path, line, true);
      open.push({ index: isList ? 0 : null, path });
      expectsItem = isList;
    } else if (code === 0x7d || code === 0x5d) open.pop();
  }
}

function endOfText(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end === -1 ? text.length : end;
}

function isEscaped(text: string, at: number): boolean {
  let count = 0;
  while (text.charCodeAt(at - 1 - count) === BACKSLASH) count += 1;
  return count % 2 === 1;
}
