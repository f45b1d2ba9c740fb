/** Which program each task runs, and which programs started it. */
import { Generations } from "./generations.js";

/** A program and the chain of programs that started it. The same chain is always the same object. */
export interface Program {
  /** a different number for each chain */
  readonly number: number;
  readonly path: string;
  readonly parent: Program | null;
  /** the paths from this program upwards */
  readonly chain: readonly string[];
  /** its row in the store, once it has one */
  storeId: number | null;
}

/** The longest chain: a shell that starts itself without end must not make an endless one. */
const DEEPEST = 24;
/** Characters of paths in each cache. A chain that was forgotten gets a second row in the database. */
const CACHE_CHARACTERS = 12 * 1024 * 1024;
const weighProgram = (_: unknown, { path }: Program): number => path.length + 100;

export class ProgramTree {
  #last = 0;
  /** by the number of the parent program and the path */
  readonly #byChain = new Generations<string, Program>(CACHE_CHARACTERS, weighProgram);
  /** by the kernel's id of the exec */
  readonly #byExec = new Generations<number, Program>(CACHE_CHARACTERS, weighProgram);

  /** The program that an exec started; null if it isn't known. */
  find(exec: number): Program | null {
    return exec === 0 ? null : (this.#byExec.get(exec) ?? null);
  }

  /** Notes that the program of `parentExec` executed `path`, with the id `exec`. */
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
