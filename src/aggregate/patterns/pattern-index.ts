import { compareTexts } from "../../model/order.js";
import { literalsOfPattern, patternTest } from "../../model/baseline/pattern.js";
import type { GeneralisedPath } from "./generalise.js";

/** The pattern that a path matches; null: none. */
export type Fits = (path: string) => GeneralisedPath | null;

interface Node {
  readonly names: Map<string, Node>;
  readonly patterns: { readonly fits: (name: string) => boolean; readonly node: Node }[];
  found?: GeneralisedPath;
}

/** The most patterns of one directory that are tried, because a container can make any number. */
const MOST_TRIED = 32;

/**
 * Finds the pattern that a path matches; of several, the first in order. Null: there are no
 * patterns.
 * @param all the results of all paths, literal ones included
 */
export function patternIndex(all: Iterable<GeneralisedPath>): Fits | null {
  const patterns = new Map<string, GeneralisedPath>();
  for (const result of all) if (result.rule !== undefined) patterns.set(result.path, result);
  if (patterns.size === 0) return null;
  const root = newNode();
  for (const [pattern, result] of [...patterns].sort(([a], [b]) => compareTexts(a, b))) {
    const parts = partsWithStars(pattern, result.stars ?? []);
    const end = parts.reduce((node, [part, stars]) => childOf(node, part, stars), root);
    end.found ??= result;
  }
  return (path) => find(root, path.split("/"), 0);
}

function newNode(): Node {
  return { names: new Map(), patterns: [] };
}

const SPECIAL = /[*\\]/u;

/** Each component of a pattern, with the expressions of its own stars. */
function partsWithStars(pattern: string, stars: readonly string[]): [string, readonly string[]][] {
  let at = 0;
  return pattern.split("/").map((part) => {
    const count = literalsOfPattern(part).length - 1;
    at += count;
    return [part, stars.slice(at - count, at)];
  });
}

/** Components without `*` are compared as text. */
function childOf(node: Node, part: string, stars: readonly string[]): Node {
  const isPattern = SPECIAL.test(part);
  const key = isPattern ? [part, ...stars].join("\0") : part;
  const known = node.names.get(key);
  if (known !== undefined) return known;
  const child = newNode();
  node.names.set(key, child);
  if (isPattern && node.patterns.length < MOST_TRIED) {
    node.patterns.push({ fits: patternTest(part, stars), node: child });
  }
  return child;
}

function find(node: Node, names: readonly string[], at: number): GeneralisedPath | null {
  const name = names[at];
  if (name === undefined) return node.found ?? null;
  // a character that patterns escape occurs in none unescaped
  const same = SPECIAL.test(name) ? undefined : node.names.get(name);
  const found = same === undefined ? null : find(same, names, at + 1);
  if (found !== null) return found;
  for (const pattern of node.patterns) {
    const other = pattern.fits(name) ? find(pattern.node, names, at + 1) : null;
    if (other !== null) return other;
  }
  return null;
}
