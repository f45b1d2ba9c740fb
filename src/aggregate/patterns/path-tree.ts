import { PERSISTENCE } from "../../model/concerns/patterns.js";
import { joinedNames } from "./joined-names.js";
import { findAsideNames, type Renames } from "./renamed-names.js";
import { isPatternComponent, patternComponent, type PathComponent } from "./path-component.js";
import { findVaryingNames } from "./varying-name.js";
import type { NameTables } from "../tables/tables.js";

/** A directory or file: its children, and the observed paths that end here. */
export interface PathNode {
  readonly children: Map<PathComponent, PathNode>;
  readonly paths: string[];
}

/** Observed paths by component. Earlier rules may have made some components patterns. */
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

  /** Every path with its components, as added. */
  *added(): IterableIterator<{ path: string; components: PathComponent[] }> {
    yield* this.walk(() => new Map());
  }

  /**
   * Every path with its components, with patterns for varying names. Directories that became one
   * pattern are one directory from then on: their contents are examined together.
   */
  *generalised(
    renames: Renames,
    tables: NameTables,
  ): IterableIterator<{ path: string; components: PathComponent[] }> {
    yield* this.walk((node, folder) => varyingChildren(node, folder, renames, tables));
  }

  /** Every path with its components; `varyingOf` returns the patterns for a node's children. */
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
  { isOn, places, knownForms }: NameTables,
): Map<PathComponent, PathComponent> {
  const names = [...node.children.keys()].filter((name) => !isPatternComponent(name));
  const found = joinedNames(names, node.children.keys());
  const place = isOn("varying-name") ? places.of(folder) : null;
  if (place !== null) {
    const free = names.filter(
      (name) => !found.has(name) && (place.temporary || isFile(node.children.get(name))),
    );
    const hasOthers = free.length < node.children.size;
    const varying = findVaryingNames(new Set(free), place, { hasOthers, knownForms });
    for (const [name, literals] of varying) {
      found.set(name, patternComponent(literals, { rule: "varying-name" }));
    }
  }
  if (!isOn("renamed-name") || renames.size === 0) return found;
  const others = names.filter((name) => !found.has(name));
  const aside = findAsideNames(others, (name) => targetsOf(node.children.get(name), renames));
  for (const [name, literals] of aside) {
    found.set(name, patternComponent(literals, { rule: "renamed-name" }));
  }
  return found;
}

/** The new names of a renamed file. Empty where a file of any name would be executed or trusted. */
function targetsOf(node: PathNode | undefined, renames: Renames): string[] {
  const paths = (node?.paths ?? []).filter((path) => !PERSISTENCE.test(path));
  return paths.flatMap((path) => [...(renames.get(path) ?? [])]);
}

function isFile(node: PathNode | undefined): boolean {
  return node?.children.size === 0;
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
