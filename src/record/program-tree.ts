/** Which program each task runs, and which programs led there. */
import { Generations } from "./generations.js";

/** A program, reached through the programs above it. The same chain is the same object. */
export interface Program {
  /** tells chains apart */
  readonly number: number;
  readonly path: string;
  readonly parent: Program | null;
  /** the paths from this program upwards */
  readonly chain: readonly string[];
  /** its row in the store, once it has one */
  storeId: number | null;
}

/** A shell that calls itself without end shall not make a chain without end. */
const DEEPEST = 24;
/** Characters of paths remembered; a chain that was long forgotten becomes a new row. */
const MOST_REMEMBERED = 12 * 1024 * 1024;
const weighProgram = (_: unknown, { path }: Program): number => path.length + 100;

export class ProgramTree {
  #last = 0;
  /** by the number of the program above, and the path */
  readonly #byChain = new Generations<string, Program>(MOST_REMEMBERED, weighProgram);
  /** by the kernel's id of the exec */
  readonly #byExec = new Generations<number, Program>(MOST_REMEMBERED, weighProgram);

  /** The program that an exec started; null when it isn't known. */
  find(exec: number): Program | null {
    return exec === 0 ? null : (this.#byExec.get(exec) ?? null);
  }

  /** Notes that `exec` started `path`, called from the program of `parentExec`. */
  add(exec: number, parentExec: number, path: string): Program {
    const parent = this.find(parentExec);
    const deep = parent !== null && parent.chain.length >= DEEPEST;
    const program = this.#intern(deep ? parent.parent : parent, path);
    this.#byExec.set(exec, program);
    return program;
  }

  #intern(parent: Program | null, path: string): Program {
    const key = `${parent?.number ?? 0} ${path}`;
    const known = this.#byChain.get(key);
    if (known !== undefined) return known;
    const chain = [path, ...(parent?.chain ?? [])];
    const program: Program = { number: ++this.#last, path, parent, chain, storeId: null };
    this.#byChain.set(key, program);
    return program;
  }
}
