/**
 * Finds the patterns that may match a name, among very many. It goes down by the directories of the
 * name, and in each compares how the pattern's component begins and ends.
 */
import { literalsOfPattern } from "../../model/baseline/pattern.js";

interface Node<T> {
  readonly names: Map<string, Node<T>>;
  /** by how the component begins, then by how it ends */
  readonly patterns: Map<string, Map<string, Node<T>>>;
  readonly lengths: Set<number>;
  readonly values: T[];
}

export class PatternTrie<T> {
  readonly #root = newNode<T>();

  /** @param isPattern whether the text is a pattern, and not a literal name */
  add(text: string, isPattern: boolean, value: T): void {
    let node = this.#root;
    for (const part of text.split("/")) node = childOf(node, part, isPattern);
    node.values.push(value);
  }

  /** The patterns that may match the name. Test each of them. */
  *candidates(name: string): IterableIterator<T> {
    yield* walk(this.#root, name.split("/"), 0);
  }
}

function newNode<T>(): Node<T> {
  return { names: new Map(), patterns: new Map(), lengths: new Set(), values: [] };
}

function childOf<T>(node: Node<T>, part: string, isPattern: boolean): Node<T> {
  const literals = isPattern ? literalsOfPattern(part) : [part];
  const [first = "", ...others] = literals;
  const last = others.at(-1);
  if (last === undefined) return inMap(node.names, first, newNode<T>);
  node.lengths.add(first.length);
  return inMap(
    inMap(node.patterns, first, () => new Map<string, Node<T>>()),
    last,
    newNode<T>,
  );
}

function inMap<V>(map: Map<string, V>, key: string, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function* walk<T>(node: Node<T>, names: readonly string[], at: number): IterableIterator<T> {
  const name = names[at];
  if (name === undefined) {
    yield* node.values;
    return;
  }
  const same = node.names.get(name);
  if (same !== undefined) yield* walk(same, names, at + 1);
  for (const length of node.lengths) {
    const ends = node.patterns.get(name.slice(0, length));
    if (length > name.length || ends === undefined) continue;
    for (const child of endings(ends, name.slice(length))) yield* walk(child, names, at + 1);
  }
}

/** Looks the ending up if there are many, and tries each one if there are few. */
function* endings<T>(ends: Map<string, Node<T>>, rest: string): IterableIterator<Node<T>> {
  if (ends.size <= rest.length) {
    for (const [end, child] of ends) if (rest.endsWith(end)) yield child;
    return;
  }
  for (let at = 0; at <= rest.length; at += 1) {
    const child = ends.get(rest.slice(at));
    if (child !== undefined) yield child;
  }
}
