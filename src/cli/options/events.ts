/** Parses `--events`: which events a log has. */
import { loadEventNames } from "../../emit/index.js";
import { packageFile } from "../../files/package-root.js";
import { nearest } from "./nearest.js";
import { badUsage } from "./bad-usage.js";

/**
 * The names and sets in comma-separated lists; the default set if there is none.
 *
 * @throws CxrayError bad-usage
 */
export async function parseEvents(lists: readonly string[]): Promise<readonly string[]> {
  const { DEFAULT_EVENTS, EVENT_NAMES, EVENT_PRESETS } = await loadEventNames();
  const words = lists.flatMap((list) => list.split(",")).map((word) => word.trim());
  for (const word of words) {
    if (Object.hasOwn(EVENT_PRESETS, word) || EVENT_NAMES.includes(word)) continue;
    const presets = Object.keys(EVENT_PRESETS);
    const near = nearest(word, [...presets, ...EVENT_NAMES]);
    throw badUsage(`the log has no event ${word === "" ? "without a name" : word}`, [
      ...(near === null ? [] : [`Did you mean ${near}?`]),
      `Sets of events: ${presets.join(", ")}. ${packageFile("docs/log.md")} lists the names.`,
    ]);
  }
  return words.length === 0 ? [DEFAULT_EVENTS] : words;
}
