import { findAsideNames, type Renames } from "./renamed-names.js";
import { isPatternComponent, patternComponent, type PathComponent } from "./path-component.js";
import { findVaryingNames } from "./varying-name.js";
import { varyingPlace } from "./varying-places.js";

/** A directory or file: what is in it, and the observed paths that end here. */
export interface PathNode {
  readonly children: Map<PathComponent, PathNode>;
  readonly paths: string[];
}

/** Observed paths by their components, some of which earlier rules made patterns. */
export class PathTree {
  readonly #root: PathNode = newNode();

  add(path: string, components: readonly PathComponent[]): void {
    let node = this.#root;
    for (const component of components) {
      let child = node.children.get(component);
      if (child === undefined) {
        child = newNode();
        node.children.set(component, child);
      }
      node = child;
    }
    node.paths.push(path);
  }

  /** Every path with its components, as they were added. */
  *added(): IterableIterator<{ path: string; components: PathComponent[] }> {
    yield* this.walk(() => new Map());
  }

  /**
   * Every path with its components, in which names that vary are patterns now. A
   * directory with a varying name is one directory from there on: what lies in it is
   * looked at together.
   */
  *generalised(renames: Renames): IterableIterator<{ path: string; components: PathComponent[] }> {
    yield* this.walk((node, folder) => varyingChildren(node, folder, renames));
  }

  /** Every path with its components; `varyingOf` tells what children of a node become. */
  *walk(
    varyingOf: (
      node: PathNode,
      folder: readonly PathComponent[],
    ) => Map<PathComponent, PathComponent>,
  ): IterableIterator<{ path: string; components: PathComponent[] }> {
    const open: { node: PathNode; components: PathComponent[] }[] = [
      { node: this.#root, components: [] },
    ];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { node, components } = next;
      for (const path of node.paths) yield { path, components };
      for (const [component, child] of mergedChildren(node, varyingOf(node, components))) {
        open.push({ node: child, components: [...components, component] });
      }
    }
  }
}

function newNode(): PathNode {
  return { children: new Map(), paths: [] };
}

function varyingChildren(
  node: PathNode,
  folder: readonly PathComponent[],
  renames: Renames,
): Map<PathComponent, PathComponent> {
  const place = varyingPlace(folder);
  if (place === null) return new Map();
  const names = [...node.children]
    .filter(([name, child]) => !isPatternComponent(name) && (place.temporary || isFile(child)))
    .map(([name]) => name);
  const varying = findVaryingNames(new Set(names), place, names.length < node.children.size);
  const others = names.filter((name) => !varying.has(name));
  const aside = findAsideNames(others, (name) =>
    (node.children.get(name)?.paths ?? []).flatMap((path) => [...(renames.get(path) ?? [])]),
  );
  return new Map(
    [...varying, ...aside].map(([name, literals]) => [name, patternComponent(literals)]),
  );
}

function isFile({ children }: PathNode): boolean {
  return children.size === 0;
}

function mergedChildren(
  node: PathNode,
  varying: ReadonlyMap<PathComponent, PathComponent>,
): Map<PathComponent, PathNode> {
  if (varying.size === 0) return node.children;
  const merged = new Map<PathComponent, PathNode>();
  for (const [name, child] of node.children) {
    const component = varying.get(name) ?? name;
    const target = merged.get(component) ?? newNode();
    mergeInto(target, child);
    merged.set(component, target);
  }
  return merged;
}

function mergeInto(target: PathNode, source: PathNode): void {
  const open: [PathNode, PathNode][] = [[target, source]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [to, from] = next;
    for (const path of from.paths) to.paths.push(path);
    for (const [component, child] of from.children) {
      const known = to.children.get(component) ?? newNode();
      to.children.set(component, known);
      open.push([known, child]);
    }
  }
}
