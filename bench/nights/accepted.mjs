// What the nights so far have shown, and what of another night it doesn't hold.
import { entriesOf } from "../../dist/model/baseline/lists.js";
import { PART_NAMES, tellEntry } from "../../dist/model/baseline/parts.js";
import { patternTest } from "../../dist/model/baseline/pattern.js";
import { keyFields, keyOf, mergeEntries } from "../../dist/model/baseline/same-entry.js";

/** Of an end of an entry: where its text, its rule and its stars stand. */
const ENDS = [
  ["path", "rule", "stars"],
  ["to", "toRule", "toStars"],
];

export class Accepted {
  #known = new Map(PART_NAMES.map((part) => [part, new Map()]));

  /** Takes the entries of a night, and tells those that are new. */
  take(baseline) {
    const news = [];
    for (const part of PART_NAMES) {
      const known = this.#known.get(part);
      for (const entry of entriesOf(baseline, part)) {
        const key = keyOf(part, entry);
        const same = known.get(key);
        if (same === undefined && !this.#fits(part, entry)) {
          news.push(`${part}: ${tellEntry(part, entry)}${entry.rule ? ` (${entry.rule})` : ""}`);
        }
        known.set(key, same === undefined ? entry : mergeEntries(part, same, entry));
      }
    }
    return news;
  }

  /** Whether a pattern that is known holds all that an entry says. */
  #fits(part, entry) {
    const ends = ENDS.filter(([path]) => entry[path] !== undefined);
    const others = keyFields(part).filter((name) => !ENDS.flat().includes(name));
    return [...this.#known.get(part).values()].some(
      (known) =>
        others.every((name) => known[name] === entry[name]) &&
        ends.some(([, rule]) => known[rule] !== undefined) &&
        ends.every(
          ([path, rule, stars]) =>
            (known[path] === entry[path] && known[rule] === entry[rule]) ||
            (known[rule] !== undefined &&
              entry[rule] === undefined &&
              patternTest(known[path], known[stars])(entry[path])),
        ),
    );
  }
}
