/** Which program led to which: the chain of who started whom, and what a new program brings along. */
import type { Baseline } from "../../model/baseline/baseline.js";
import { printable } from "../../model/text.js";

/** More says nothing more. */
const LONGEST_CHAIN = 6;

export class Programs {
  readonly #parents = new Map<string, readonly string[]>();

  constructor({ executables }: Pick<Baseline, "executables">) {
    for (const { path, by } of executables) this.#parents.set(path, by);
  }

  /** The program, who started it, who started that one, and so on: `sh`, `nginx`. Printable. */
  chainOf(by: readonly string[]): string[] {
    const chain: string[] = [];
    let next = firstKnown(by);
    while (next !== undefined && chain.length < LONGEST_CHAIN && !chain.includes(next)) {
      chain.push(next);
      next = firstKnown(this.#parents.get(next) ?? []);
    }
    return chain.map(printable);
  }
}

function firstKnown(programs: readonly string[]): string | undefined {
  return programs.find((program) => program !== "");
}

/** The new program that alone did it; null: another did it, too. */
export function bringerOf(by: readonly string[], newPrograms: ReadonlySet<string>): string | null {
  const [first] = by;
  if (first === undefined || !by.every((program) => newPrograms.has(program))) return null;
  return first;
}
