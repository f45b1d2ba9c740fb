/** Reads the YAML of a configuration, and knows where in it each value stands. */
import { EVENT_ID, getScalarValue, load, parseEvents, YAMLException, type Event } from "js-yaml";

export type Parsed =
  /** by JSON pointer (`/ignore/0/until`): the line of the value's name, or of the item */
  | { readonly value: unknown; readonly lines: ReadonlyMap<string, number> }
  /** never what the file says: it may be one that was not meant to be shown */
  | { readonly problem: string };

/** A line that says nothing. Of a file without any other the parser would miss the document. */
const EMPTY = /^\s*(?:#.*)?$/u;

/** The value, and where each part of it stands. */
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

/** Some of the parser's sentences quote the file. */
function isFixed(reason: string): boolean {
  return !/["<`]|characters:/u.test(reason);
}

/** A name as a part of a JSON pointer (RFC 6901). */
export function pointerPart(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** A document, a mapping or a sequence whose end has not come yet. */
interface Open {
  readonly pointer: string;
  readonly isMapping: boolean;
  /** of a mapping: what the next value is called; null: the next is a name */
  name: string | null;
  /** of a sequence: the place of the next item */
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

/** Where the next value inside of `of` stands. */
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

/** Counts on from where it was asked last: what is asked for comes in the order of the text. */
function lineCounter(text: string): (position: number) => number {
  let line = 1;
  let counted = 0;
  return (position) => {
    for (; counted < position; counted += 1) if (text[counted] === "\n") line += 1;
    return line;
  };
}
