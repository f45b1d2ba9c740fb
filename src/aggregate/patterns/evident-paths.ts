/** Applies `evident-names.ts` to each component of each path. */
import { escapeRegExp } from "../../model/baseline/pattern.js";
import { evidentComponent, evidentSpans, type EvidentContext } from "./evident-names.js";
import { literalsOf } from "./name-reading.js";
import type { PathComponent } from "./path-component.js";

type Spans = ReturnType<typeof evidentSpans>;

/** The most shapes of one directory that are compared with its names. */
const MOST_COMPARED = 32;

/** @returns a function that gives a path's components, with evident names as patterns */
export function evidentComponents(
  paths: readonly string[],
  context: EvidentContext,
): (path: string) => PathComponent[] {
  const found = new Map<string, Spans>();
  const numbered = new NumberedNames();
  for (const path of paths) {
    for (const place of placesOf(path)) {
      if (found.has(place.path)) continue;
      const spans = evidentSpans(place, context);
      found.set(place.path, spans);
      if (spans.some(({ rule }) => rule === "own-pid")) numbered.add(place, spans);
    }
  }
  if (numbered.size > 0) numbered.refuteBy([...found.keys()]);
  return (path) =>
    placesOf(path).map((place) => {
      const spans = found.get(place.path) ?? [];
      const kept = numbered.has(place) ? spans : spans.filter(({ rule }) => rule !== "own-pid");
      return kept.length === 0 ? place.name : evidentComponent(place.name, kept);
    });
}

interface Place {
  readonly name: string;
  readonly path: string;
  readonly folder: readonly string[];
}

function placesOf(path: string): Place[] {
  const names = path.split("/");
  let prefix = "";
  return names.map((name, index) => {
    prefix = index === 0 ? name : `${prefix}/${name}`;
    return { name, path: prefix, folder: names.slice(0, index) };
  });
}

/** A shape whose number is a process id. */
interface Shape {
  readonly test: RegExp;
  /** true: a process other than the first, whose id is 1 in every run */
  isVarying: boolean;
  isRefuted: boolean;
}

/**
 * Names that contain the id of their process. If another name in the directory has the same shape
 * with a number that is no process id, none of them counts: `part27` beside `part28` proves
 * nothing.
 */
class NumberedNames {
  readonly #byFolder = new Map<string, Map<string, Shape>>();
  readonly #evident = new Map<string, string>();

  get size(): number {
    return this.#evident.size;
  }

  add({ name, path, folder }: Place, spans: Spans): void {
    const pids = spans.filter(({ rule }) => rule === "own-pid");
    const literals = literalsOf(name, pids);
    const key = literals.join("\0");
    const shapes = this.#byFolder.get(folder.join("/")) ?? new Map<string, Shape>();
    this.#byFolder.set(folder.join("/"), shapes);
    const test = new RegExp(`^${literals.map(escapeRegExp).join("[0-9]+")}$`, "su");
    const shape = shapes.get(key) ?? { test, isVarying: false, isRefuted: false };
    shapes.set(key, shape);
    shape.isVarying ||= pids.every(({ start, end }) => name.slice(start, end) !== "1");
    this.#evident.set(path, key);
  }

  has({ path, folder }: Place): boolean {
    const key = this.#evident.get(path);
    if (key === undefined) return false;
    const shape = this.#byFolder.get(folder.join("/"))?.get(key);
    return shape?.isVarying === true && !shape.isRefuted;
  }

  refuteBy(paths: readonly string[]): void {
    for (const path of paths) {
      if (this.#evident.has(path)) continue;
      const end = path.lastIndexOf("/");
      const shapes = this.#byFolder.get(path.slice(0, Math.max(end, 0)));
      if (shapes === undefined) continue;
      const name = path.slice(end + 1);
      // a shape beyond the limit is not compared, so it counts as refuted
      [...shapes.values()].forEach((shape, index) => {
        if (index >= MOST_COMPARED || shape.test.test(name)) shape.isRefuted = true;
      });
    }
  }
}
