/**
 * Names within arguments: what a path became holds for the same text in an argument, and so does
 * what an id of a container became.
 */
import type { ArgumentText } from "../../model/baseline/baseline.js";
import { escapePattern } from "../../model/baseline/pattern.js";
import { containerIdSpans } from "./container-ids.js";
import type { GeneralisedPath } from "./generalise.js";
import { literalsOf } from "./name-reading.js";

/** A path, alone or behind a sign: `--file=/tmp/x`, `/a:/b`. */
const PATH = /(?<![\w.~-])\/[^\s'"`;|&<>()=,:]+/gu;
/** A template of mktemp's is no name. */
const TEMPLATE = /X{6,}/u;
const LONGEST = 4096;

interface Known {
  /** what a path became, or which pattern it fits; null: it is literal, or is not known */
  readonly patternOf: (path: string) => GeneralisedPath | null;
  /** of the containers and the image, in both lengths */
  readonly ids: ReadonlySet<string>;
}

/** @returns what becomes of the text of one argument */
export function generaliseArgument(text: string, { patternOf, ids }: Known): ArgumentText {
  if (text.length > LONGEST || (!text.includes("/") && text.length < 12)) return text;
  const stars: string[] = [];
  let pattern = "";
  let end = 0;
  for (const { 0: path, index } of text.matchAll(PATH)) {
    const found = TEMPLATE.test(path) ? null : patternOf(path);
    if (found?.stars === undefined) continue;
    pattern += withoutIds(text.slice(end, index), ids, stars) + found.path;
    stars.push(...found.stars);
    end = index + path.length;
  }
  pattern += withoutIds(text.slice(end), ids, stars);
  return stars.length === 0 ? text : { pattern, stars };
}

/** The text as a part of a pattern; what its stars stand for is added. */
function withoutIds(text: string, ids: ReadonlySet<string>, stars: string[]): string {
  const spans = containerIdSpans(text, ids);
  stars.push(...spans.map(({ expression }) => expression));
  return literalsOf(text, spans).map(escapePattern).join("*");
}
