/** What the patterns of a baseline stand for, and what else they let in. */
import { createHash } from "node:crypto";
import { literalsOfPattern, patternTest } from "../../model/baseline/pattern.js";
import { sampleStar, type Choose } from "../../model/baseline/star-sample.js";
import type { GeneraliseRule } from "../../model/baseline/baseline.js";
import { sortedBy, sortedTexts } from "../../model/order.js";
import type { GeneralisedPath } from "./generalise.js";

/** One pattern, with the names it was made of. */
export interface PatternPreview {
  readonly path: string;
  readonly rule: GeneraliseRule;
  /** names that it stands for */
  readonly count: number;
  /** the first of them, sorted */
  readonly seen: readonly string[];
  /** names that it lets in as well, and that nobody saw: made up, and always the same */
  readonly unseen: readonly string[];
}

const SHOWN = 3;
/** Of a pattern that stands for nearly all it can, none may be left. */
const MOST_TRIES = 100;

/** Gathers the patterns as they are made. */
export class PatternPreviews {
  readonly #patterns = new Map<string, { pattern: GeneralisedPath; names: Set<string> }>();

  /** One name that became a pattern. */
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

/** Looks like chance, and is the same each time. */
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
