/** Files that interpreters ran and that are not part of the image. */
import type { InterpretedFile } from "../../model/baseline/baseline.js";
import { PARTS } from "../../model/baseline/parts.js";
import { keyOf } from "../../model/baseline/same-entry.js";
import type { Exec, Open, Storage } from "../../model/events/events.js";
import type { Fact } from "../../model/events/fact.js";
import type { Interpreter } from "../../model/interpreters.js";
import { sortedTexts } from "../../model/order.js";
import type { Generalise, GeneraliseAll } from "../patterns/generalise.js";
import { FirstNames } from "../evidence/first-names.js";
import { FirstTexts } from "../evidence/first-texts.js";
import type { PartLimits } from "../evidence/list-limits.js";
import { KEPT_BESIDE } from "../evidence/kept.js";
import type { Run } from "../run.js";
import { scriptArgument, isInterpreter } from "./script-argument.js";
import { SmallSet } from "../evidence/small-set.js";
import { Tally } from "../evidence/tally.js";

/** A file that an interpreter read. */
interface ReadFile {
  readonly program: string;
  readonly path: string;
  readonly tally: Tally;
  readonly storage: SmallSet<Storage>;
  /** the texts by which it was opened, and its absolute names */
  readonly names: FirstNames;
}

interface Given {
  readonly program: string;
  readonly argument: string;
  readonly tally: Tally;
}

/** The most files of one name that are compared with a relative argument. */
const MOST_COMPARED = 100;

/**
 * Matches the script argument of an interpreter with a file that it read: the same executable
 * opened that file in the same run. The match is made at the end, not per event. A script that was
 * not seen to be read is not listed.
 */
export class Interpreters {
  readonly #read = new FirstTexts<ReadFile>(KEPT_BESIDE.scripts);
  readonly #rows: readonly Interpreter[];
  readonly #given = new FirstTexts<Given>(KEPT_BESIDE.scripts);

  /** @param rows the programs that are interpreters */
  constructor(rows: readonly Interpreter[]) {
    this.#rows = rows;
  }

  addExec(exec: Exec, fact: Fact, run: Run): void {
    const argument = scriptArgument(exec, this.#rows);
    if (argument === null) return;
    const make = (): Given => ({ program: exec.path, argument, tally: new Tally() });
    this.#given.get(`${exec.path}\0${argument}`, fact.count, make)?.tally.add(fact, run);
  }

  /** `path` is absolute; the open is for reading. */
  addRead(path: string, { asked, name, storage }: Open, fact: Fact, run: Run): void {
    const program = fact.actor.programs[0] ?? "";
    if (storage === "image" || !isInterpreter(program, this.#rows)) return;
    const make = (): ReadFile => {
      const names = new FirstNames();
      names.add(path);
      return { program, path, tally: new Tally(), storage: new SmallSet(), names };
    };
    const file = this.#read.get(`${program}\0${path}`, fact.count, make);
    if (file === undefined) return;
    file.tally.add(fact, run);
    file.storage.add(storage);
    file.names.add(asked);
    if (name !== null) file.names.add(name);
  }

  /**
   * The files of each interpreter, by its `keyOf`.
   * @param generaliseExecutable for the interpreters' own paths
   */
  interpreted(
    generaliseExecutable: Generalise,
    generaliseAll: GeneraliseAll,
    limits: PartLimits,
  ): ReadonlyMap<string, readonly InterpretedFile[]> {
    limits.count += this.#given.dropped; // dropped reads are counted with the files
    const found = new Map<string, Set<ReadFile>>();
    const index = indexByName(this.#read.kept().values());
    for (const { program, argument, tally } of this.#given.kept().values()) {
      const key = keyOf("executables", generaliseExecutable(program));
      const runs = new Set(tally.runs());
      for (const file of index(program, argument)) {
        if (![...file.tally.runs()].some((run) => runs.has(run))) continue;
        found.set(key, (found.get(key) ?? new Set()).add(file));
      }
    }
    const generalise = generaliseAll([...found.values()].flatMap((files) => pathsOf(files)));
    return new Map([...found].map(([key, files]) => [key, listFiles(files, generalise, limits)]));
  }
}

function pathsOf(files: Iterable<ReadFile>): string[] {
  return [...files].map(({ path }) => path);
}

/** Files that became the same pattern are one entry. */
function listFiles(
  files: Iterable<ReadFile>,
  generalise: Generalise,
  limits: PartLimits,
): InterpretedFile[] {
  const all = [...files].map(({ path, storage }) => ({
    ...generalise(path),
    storage: sortedTexts(storage.members()) as Storage[],
  }));
  return limits.names(PARTS.executables.fields.interprets.merge(all, []) ?? []);
}

/**
 * The files that an argument may mean: those that were opened by that text and, for a relative
 * argument, those whose absolute name ends with it.
 */
function indexByName(
  files: Iterable<ReadFile>,
): (program: string, argument: string) => Set<ReadFile> {
  const exact = new Map<string, ReadFile[]>();
  const byBase = new Map<string, ReadFile[]>();
  for (const file of files) {
    for (const name of file.names.sorted()) {
      push(exact, `${file.program}\0${name}`, file);
      if (name.startsWith("/")) push(byBase, `${file.program}\0${baseOf(name)}`, file);
    }
  }
  return (program, argument) => {
    const found = new Set(exact.get(`${program}\0${argument}`));
    if (argument.startsWith("/")) return found;
    const ending = `/${argument.replace(/^(?:\.\/+)+/u, "")}`;
    const alike = byBase.get(`${program}\0${baseOf(ending)}`) ?? [];
    for (const file of alike.slice(0, MOST_COMPARED)) {
      if (file.names.sorted().some((name) => name.endsWith(ending))) found.add(file);
    }
    return found;
  };
}

function push<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
