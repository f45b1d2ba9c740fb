/** Reads the YAML of a configuration, and knows where in it each option stands. */
import { EVENT_ID, getScalarValue, load, parseEvents, YAMLException, type Event } from "js-yaml";

export type Parsed =
  | { readonly value: unknown; readonly lines: ReadonlyMap<string, number> }
  /** never what the file says: it may be one that was not meant to be shown */
  | { readonly problem: string };

/** A line that says nothing. Of a file without any other the parser would miss the document. */
const EMPTY = /^\s*(?:#.*)?$/u;

/** The value, and by option the line of its name. */
export function parseConfig(text: string): Parsed {
  if (text.split("\n").every((line) => EMPTY.test(line))) return { value: {}, lines: new Map() };
  try {
    return { value: load(text) ?? {}, lines: linesOfKeys(text, parseEvents(text, {})) };
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

/** The document's own keys, not those of what lies deeper. */
function linesOfKeys(text: string, events: readonly Event[]): Map<string, number> {
  const lines = new Map<string, number>();
  let depth = 0;
  let isKey = true;
  for (const event of events) {
    if (event.type === EVENT_ID.POP) {
      depth--;
      continue;
    }
    if (depth === OF_DOCUMENT) {
      if (isKey && event.type === EVENT_ID.SCALAR) {
        const line = text.slice(0, event.valueStart).split("\n").length;
        lines.set(getScalarValue(text, event), line);
      }
      isKey = !isKey;
    }
    if (event.type !== EVENT_ID.SCALAR && event.type !== EVENT_ID.ALIAS) depth++;
  }
  return lines;
}

/** Inside of the document and of its mapping. */
const OF_DOCUMENT = 2;
