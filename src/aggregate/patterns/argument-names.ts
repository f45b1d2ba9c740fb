/**
 * Names in arguments: if a path became a pattern, the same path in an argument becomes it too; so
 * does a container's id.
 */
import type { ArgumentText } from "../../model/baseline/baseline.js";
import { escapePattern } from "../../model/baseline/pattern.js";
import { containerIdSpans } from "./container-ids.js";
import type { GeneralisedPath } from "./generalise.js";
import { literalsOf } from "./name-reading.js";

/** A path, alone or after a sign: `--file=/tmp/x`, `/a:/b`. */
const PATH = /(?<![\w.~-])\/[^\s'"`;|&<>()=,:]+/gu;
/** A template for mktemp, not a name. */
const TEMPLATE = /X{6,}/u;
const LONGEST = 4096;

interface Known {
  /** the pattern that a path became or matches; null: it is literal, or unknown */
  readonly patternOf: (path: string) => GeneralisedPath | null;
  /** of the containers and the image, long and short */
  readonly ids: ReadonlySet<string>;
}

/** @returns the argument's text, or the pattern it becomes */
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

/** The text as part of a pattern. Appends what its stars stand for to `stars`. */
function withoutIds(text: string, ids: ReadonlySet<string>, stars: string[]): string {
  const spans = containerIdSpans(text, ids);
  stars.push(...spans.map(({ expression }) => expression));
  return literalsOf(text, spans).map(escapePattern).join("*");
}
