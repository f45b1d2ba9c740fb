/**
 * DNS names as patterns: a container's id, which is its host name, and labels whose form alone
 * shows that they differ each time.
 */
import { BUILT_IN, type NameTables } from "../tables/tables.js";
import { escapePattern } from "../../model/baseline/pattern.js";
import { containerIdSpans } from "./container-ids.js";
import type { GeneralisedPath } from "./generalise.js";
import { withoutOverlaps } from "./known-span.js";
import { literalsOf } from "./name-reading.js";
import { uniqueSpans } from "./unique-parts.js";

/** @param ids of the containers and the image, long and short */
export function generaliseHostName(
  name: string,
  ids: ReadonlySet<string>,
  { isOn }: Pick<NameTables, "isOn"> = BUILT_IN,
): GeneralisedPath {
  const own = isOn("container-id") ? containerIdSpans(name, ids) : [];
  const unique = isOn("unique-name") ? uniqueSpans(name) : [];
  const spans = withoutOverlaps([...own, ...unique]);
  if (spans.length === 0) return { path: name };
  return {
    path: literalsOf(name, spans).map(escapePattern).join("*"),
    rule: spans.every((span) => own.includes(span)) ? "container-id" : "unique-name",
    stars: spans.map(({ expression }) => expression),
  };
}
