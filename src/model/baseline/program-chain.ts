/** The chain of programs that started one another. */
import type { Baseline } from "./baseline.js";
import { printable } from "../text.js";

/** A longer chain tells a reader nothing more. */
const LONGEST_CHAIN = 6;

export class Programs {
  readonly #parents = new Map<string, readonly string[]>();

  constructor({ executables }: Pick<Baseline, "executables">) {
    for (const { path, by } of executables) this.#parents.set(path, by);
  }

  /** The program, its parent, the parent's parent, and so on: `sh`, `nginx`. Safe to print. */
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
