/** Parses the YAML of a configuration, and finds the line of each value. */
import { EVENT_ID, getScalarValue, load, parseEvents, YAMLException, type Event } from "js-yaml";

export type Parsed =
  /** `lines`: by JSON pointer (`/ignore/0/until`), the line of the value's key or of the item */
  | { readonly value: unknown; readonly lines: ReadonlyMap<string, number> }
  /** never quotes the file, which may be another one than the user thinks */
  | { readonly problem: string };

/** An empty line or a comment. The parser refuses a file that has only these. */
const EMPTY = /^\s*(?:#.*)?$/u;

/** Parses the text. */
export function parseConfig(text: string): Parsed {
  if (text.split("\n").every((line) => EMPTY.test(line))) return { value: {}, lines: new Map() };
  try {
    return { value: load(text) ?? {}, lines: linesOf(text, parseEvents(text, {})) };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { mark, reason } = error;
    const place = mark === undefined ? "" : `line ${String(mark.line + 1)}: `;
    return { problem: `${place}is not YAML${isFixed(reason) ? `: ${reason}` : ""}` };
  }
}

/** Whether a message of the parser quotes nothing of the file. */
function isFixed(reason: string): boolean {
  return !/["<`]|characters:/u.test(reason);
}

/** Escapes a key for a JSON pointer (RFC 6901). */
export function pointerPart(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** A document, a mapping or a sequence that the parser is inside of. */
interface Open {
  readonly pointer: string;
  readonly isMapping: boolean;
  /** for a mapping: the key of the next value; null if a key comes next */
  name: string | null;
  /** for a sequence: the index of the next item */
  next: number;
}

function linesOf(text: string, events: readonly Event[]): Map<string, number> {
  const lines = new Map<string, number>();
  const lineAt = lineCounter(text);
  const open: Open[] = [];
  for (const event of events) {
    if (event.type === EVENT_ID.POP) {
      open.pop();
      continue;
    }
    const inside = open.at(-1);
    const isName = inside?.isMapping === true && inside.name === null;
    if (isName && event.type === EVENT_ID.SCALAR) {
      inside.name = getScalarValue(text, event);
      lines.set(`${inside.pointer}/${pointerPart(inside.name)}`, lineAt(event.valueStart));
      continue;
    }
    const pointer = takePlace(inside);
    if (inside?.isMapping === false && inside.next > 0) {
      lines.set(pointer, lineAt(startOf(event)));
    }
    if (event.type === EVENT_ID.SCALAR || event.type === EVENT_ID.ALIAS) continue;
    const isMapping = event.type === EVENT_ID.MAPPING;
    open.push({ pointer, isMapping, name: null, next: event.type === EVENT_ID.DOCUMENT ? -1 : 0 });
  }
  return lines;
}

/** The JSON pointer of the next value inside `of`. */
function takePlace(of: Open | undefined): string {
  if (of === undefined || of.next === -1) return "";
  if (!of.isMapping) return `${of.pointer}/${String(of.next++)}`;
  const pointer = `${of.pointer}/${pointerPart(of.name ?? "")}`;
  of.name = null;
  return pointer;
}

function startOf(event: Exclude<Event, { type: typeof EVENT_ID.POP }>): number {
  switch (event.type) {
    case EVENT_ID.DOCUMENT:
      return 0;
    case EVENT_ID.SCALAR:
      return event.valueStart;
    case EVENT_ID.ALIAS:
      return event.anchorStart;
    default:
      return event.start;
  }
}

/** Counts lines up to a position. Positions must be asked for in ascending order. */
function lineCounter(text: string): (position: number) => number {
  let line = 1;
  let counted = 0;
  return (position) => {
    for (; counted < position; counted += 1) if (text[counted] === "\n") line += 1;
    return line;
  };
}
