import type { GeneraliseRule } from "../../model/baseline/baseline.js";
import { widestOf } from "../../model/baseline/name-rules.js";
import { BUILT_IN, type NameTables } from "../tables/tables.js";
import { DigestNames } from "./digest-names.js";
import { evidentComponents } from "./evident-paths.js";
import { NameEvidence } from "./name-evidence.js";
import {
  isPatternComponent,
  joinPattern,
  patternComponent,
  ruleOf,
  type PathComponent,
} from "./path-component.js";
import { PathTree } from "./path-tree.js";
import type { Renames } from "./renamed-names.js";
import { Stars } from "./stars.js";

/** The result for an observed path; see `src/model/baseline/pattern.ts` for patterns. */
export interface GeneralisedPath {
  readonly path: string;
  /** the widest applied rule; absent: `path` is the observed path */
  readonly rule?: GeneraliseRule;
  /** what each star of a pattern stood for */
  readonly stars?: readonly string[];
}

export type Generalise = (path: string) => GeneralisedPath;
/** Returns a function from a path to its result. The paths are generalised together. */
export type GeneraliseAll = (paths: Iterable<string>, renames?: Renames) => Generalise;

/** What is known besides the paths. */
export interface GeneraliseContext {
  /** ids of the image and its containers, long and short */
  readonly ids: ReadonlySet<string>;
  /** names of programs never vary, because a pattern would allow other programs */
  readonly what?: "files" | "programs";
  /** renames of these paths */
  readonly renames?: Renames;
  readonly evidence?: NameEvidence;
  /** the tables of names */
  readonly tables?: NameTables;
  /** called for each name that became a pattern */
  readonly onPattern?: OnPattern | undefined;
}

export type OnPattern = (name: string, pattern: GeneralisedPath) => void;

/**
 * Generalises all paths of an image's files together. The function is pure, and depends only on the
 * set of paths and the context. Only absolute paths are generalised.
 * @returns a function from each of the paths to its result
 */
export function generalisePaths(
  paths: Iterable<string>,
  { ids, what = "files", renames, evidence, tables = BUILT_IN, onPattern }: GeneraliseContext,
): Generalise {
  const { isOn, places } = tables;
  const absolute = [...new Set(paths)].filter((path) => path.startsWith("/"));
  const componentsOf = evidentComponents(absolute, {
    ids,
    evidence: (what === "files" ? evidence : undefined) ?? new NameEvidence(),
    renames: (isOn("renamed-name") ? renames : undefined) ?? new Map(),
    tables: what === "files" ? tables : { ...tables, ownForms: [] },
  });
  const named = new Map(
    absolute.map((path) => {
      const components = componentsOf(path);
      return [path, isOn("proc-pid") ? replaceProcPids(components) : components];
    }),
  );
  const digests = what === "files" && isOn("digest-name") ? new DigestNames(places) : undefined;
  if (digests !== undefined) for (const components of named.values()) digests.add(components);
  const tree = new PathTree();
  for (const [path, components] of named) {
    tree.add(path, digests?.replaced(components) ?? components);
  }
  const patterns = new Map<string, Pattern>();
  const results = new Map<string, Pattern>();
  const all = what === "files" ? tree.generalised(renames ?? new Map(), tables) : tree.added();
  for (const { path, components } of all) {
    const rule = widestRule(components);
    if (rule === null) continue;
    const joined = joinPattern(components);
    const pattern = patterns.get(`${rule} ${joined}`) ?? { path: joined, rule, seen: new Stars() };
    pattern.seen.add(path, components);
    patterns.set(`${rule} ${joined}`, pattern);
    results.set(path, pattern);
  }
  if (onPattern !== undefined) {
    for (const [path, pattern] of results) onPattern(path, generalised(pattern));
  }
  return (path) => {
    const pattern = results.get(path);
    return pattern === undefined ? { path } : generalised(pattern);
  };
}

interface Pattern {
  readonly path: string;
  readonly rule: GeneraliseRule;
  readonly seen: Stars;
}

function generalised({ path, rule, seen }: Pattern): GeneralisedPath {
  return { path, rule, stars: seen.list() };
}

function widestRule(components: readonly PathComponent[]): GeneraliseRule | null {
  const rules = components
    .filter(isPatternComponent)
    .map((each) => ruleOf(each) ?? ("varying-name" as const));
  return widestOf(rules);
}

const ANY_NUMBER = patternComponent(["", ""], { rule: "proc-pid", stars: ["[0-9]+"] });
const DIGITS = /^[0-9]+$/u;

/**
 * The rule `proc-pid`: process and thread numbers in `/proc/PID/…` and
 * `/proc/PID/task/TID/…` become `*`. Only below the root's own /proc.
 */
function replaceProcPids(names: readonly PathComponent[]): PathComponent[] {
  return names.map((name, index) => {
    if (names[1] !== "proc" || !DIGITS.test(name)) return name;
    const isPid = index === 2;
    const isTid = index === 4 && names[3] === "task" && DIGITS.test(names[2] ?? "");
    return isPid || isTid ? ANY_NUMBER : name;
  });
}
