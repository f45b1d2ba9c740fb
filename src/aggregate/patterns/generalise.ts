import type { GeneraliseRule } from "../../model/baseline/baseline.js";
import type { Renames } from "./renamed-names.js";
import { replaceDigests } from "./digest-names.js";
import {
  isPatternComponent,
  joinPattern,
  patternComponent,
  type PathComponent,
} from "./path-component.js";
import { PathTree } from "./path-tree.js";
import { Stars } from "./stars.js";

/** What an observed path became: see `src/model/baseline/pattern.ts` for patterns. */
export interface GeneralisedPath {
  readonly path: string;
  /** the widest rule that was applied; absent: `path` is the observed one */
  readonly rule?: GeneraliseRule;
  /** of a pattern: what each star stood for */
  readonly stars?: readonly string[];
}

export type Generalise = (path: string) => GeneralisedPath;
/** Tells what each of the paths became, which are looked at together. */
export type GeneraliseAll = (paths: Iterable<string>, renames?: Renames) => Generalise;

/**
 * Generalises paths, those of all files of an image together. Pure, and depends on the sets
 * of the paths and renames only. Only absolute paths are generalised.
 * @param ownIds 64 hexadecimal digits each: the containers of the image, the image
 * @param what names of programs never vary: a pattern would let in others
 * @param renames of these paths
 * @returns a function that tells what each of the paths became
 */
export function generalisePaths(
  paths: Iterable<string>,
  ownIds: ReadonlySet<string>,
  what: "files" | "programs" = "files",
  renames: Renames = new Map(),
): Generalise {
  const ids = new Set([...ownIds].flatMap((id) => [id, id.slice(0, 12)]));
  const tree = new PathTree();
  for (const path of new Set(paths)) {
    if (!path.startsWith("/")) continue;
    const named = namedByRules(path, ids);
    tree.add(path, what === "files" ? replaceDigests(named) : named);
  }
  const patterns = new Map<string, Pattern>();
  const results = new Map<string, Pattern>();
  const all = what === "files" ? tree.generalised(renames) : tree.added();
  for (const { path, components } of all) {
    const rule = widestRule(path, components, ids);
    if (rule === null) continue;
    const key = `${rule} ${components.join("/")}`;
    const pattern = patterns.get(key) ?? { path: joinPattern(components), rule, seen: new Stars() };
    pattern.seen.add(path, components);
    patterns.set(key, pattern);
    results.set(path, pattern);
  }
  return (path) => {
    const pattern = results.get(path);
    if (pattern === undefined) return { path };
    return { path: pattern.path, rule: pattern.rule, stars: pattern.seen.list() };
  };
}

interface Pattern {
  readonly path: string;
  readonly rule: GeneraliseRule;
  readonly seen: Stars;
}

/** The rules that look at one path alone. */
function namedByRules(path: string, ids: ReadonlySet<string>): PathComponent[] {
  return replaceContainerIds(replaceProcPids(path.split("/")), ids);
}

function widestRule(
  path: string,
  components: readonly PathComponent[],
  ids: ReadonlySet<string>,
): GeneraliseRule | null {
  if (!components.some(isPatternComponent)) return null;
  const before = namedByRules(path, ids);
  if (components.some((each, index) => each !== before[index])) return "varying-name";
  return before[1] === "proc" && before[2] === ANY ? "proc-pid" : "container-id";
}

const ANY = patternComponent(["", ""]);
const DIGITS = /^[0-9]+$/u;

/**
 * The rule `proc-pid`: process and thread numbers in `/proc/PID/…` and
 * `/proc/PID/task/TID/…` become `*`. Only below the root's own /proc.
 *
 * Lets in: the same file of every process that the container can see, which in a
 * container with its own pid namespace are its own.
 */
function replaceProcPids(names: readonly string[]): PathComponent[] {
  return names.map((name, index) => {
    if (names[1] !== "proc" || !DIGITS.test(name)) return name;
    const isPid = index === 2;
    const isTid = index === 4 && names[3] === "task" && DIGITS.test(names[2] ?? "");
    return isPid || isTid ? ANY : name;
  });
}

/**
 * The rule `container-id`: the id of a container of this image, or of the image, with
 * 64 or its first 12 hexadecimal digits, becomes `*` wherever it stands in a name. The
 * host name of a container is its id's first 12 digits, so these get into file names.
 * Other numbers of that length, such as dates, are left alone.
 *
 * Lets in: names in the same directory with the same beginning and end, whatever is
 * between.
 */
function replaceContainerIds(
  components: readonly PathComponent[],
  ids: ReadonlySet<string>,
): PathComponent[] {
  return components.map((name) => {
    const literals: string[] = [];
    let end = 0;
    for (const match of name.matchAll(/(?<![0-9a-f])(?:[0-9a-f]{64}|[0-9a-f]{12})(?![0-9a-f])/gu)) {
      if (!ids.has(match[0])) continue;
      literals.push(name.slice(end, match.index));
      end = match.index + match[0].length;
    }
    return literals.length === 0 ? name : patternComponent([...literals, name.slice(end)]);
  });
}
