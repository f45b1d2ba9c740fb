/** The names that a baseline's patterns stand for, and examples of other names that they allow. */
import { createHash } from "node:crypto";
import { literalsOfPattern, patternTest } from "../../model/baseline/pattern.js";
import { sampleStar, type Choose } from "../../model/baseline/star-sample.js";
import type { GeneraliseRule } from "../../model/baseline/baseline.js";
import { sortedBy, sortedTexts } from "../../model/order.js";
import type { GeneralisedPath } from "./generalise.js";

/** A pattern and the names it was made from. */
export interface PatternPreview {
  readonly path: string;
  readonly rule: GeneraliseRule;
  /** the number of names it stands for */
  readonly count: number;
  /** the first of these names, sorted */
  readonly seen: readonly string[];
  /** invented names that it allows too, the same in every run */
  readonly unseen: readonly string[];
}

const SHOWN = 3;
/** A pattern may stand for nearly every name it allows, so that there is none left to find. */
const MOST_TRIES = 100;

/** Collects the patterns as they are made. */
export class PatternPreviews {
  readonly #patterns = new Map<string, { pattern: GeneralisedPath; names: Set<string> }>();

  /** Adds a name that became a pattern. */
  readonly add = (name: string, pattern: GeneralisedPath): void => {
    const key = `${pattern.rule ?? ""} ${pattern.path}`;
    const known = this.#patterns.get(key);
    if (known === undefined) this.#patterns.set(key, { pattern, names: new Set([name]) });
    else known.names.add(name);
  };

  list(): PatternPreview[] {
    const previews = [...this.#patterns.values()].flatMap(({ pattern, names }) => {
      const { path, rule } = pattern;
      if (rule === undefined) return [];
      const seen = sortedTexts(names).slice(0, SHOWN);
      return [{ path, rule, count: names.size, seen, unseen: unseenNames(pattern, names) }];
    });
    return sortedBy(previews, ({ path, rule }) => `${path}\0${rule}`);
  }
}

function unseenNames({ path, stars = [] }: GeneralisedPath, names: ReadonlySet<string>): string[] {
  const literals = literalsOfPattern(path);
  const fits = patternTest(path, stars);
  const unseen = new Set<string>();
  for (let turn = 0; turn < MOST_TRIES && unseen.size < SHOWN; turn += 1) {
    const choose = choiceOf(`${path} ${String(turn)}`);
    const made = literals.map((literal, at) =>
      at === 0 ? literal : sampleStar(stars[at - 1] ?? "[^/]+", choose) + literal,
    );
    const name = made.join("");
    if (!names.has(name) && fits(name)) unseen.add(name);
  }
  return [...unseen];
}

/** Choices that look random but are the same in every run. */
function choiceOf(seed: string): Choose {
  let digest = createHash("sha256").update(seed).digest();
  let at = 0;
  return (below) => {
    if (at === digest.length) {
      digest = createHash("sha256").update(digest).digest();
      at = 0;
    }
    const byte = digest[at] ?? 0;
    at += 1;
    return byte % below;
  };
}
