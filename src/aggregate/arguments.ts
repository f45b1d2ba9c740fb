import type { ArgumentPattern } from "../model/baseline.js";
import { compareTexts } from "./order.js";
import { announcesSecret, announcesVariable, attachedOption, harmlessLength } from "./secrets.js";

type Vector = readonly ArgumentPattern[];

/** Vectors of one length that are listed; with more, they become a single pattern. */
const MOST_LISTED = 8;

/** An argument vector as a pattern that fits it and holds no likely secret, see `secrets.ts`. */
export function withoutSecrets(argv: readonly string[]): ArgumentPattern[] {
  const program = (argv[0] ?? "").split("/").at(-1) ?? "";
  // the first argument is a name, so that the second one follows no option
  return argv.map((argument, index) =>
    patternOf(argument, index > 1 ? (argv[index - 1] ?? "") : "", program),
  );
}

function patternOf(argument: string, option: string, program: string): ArgumentPattern {
  if (announcesSecret(option, program)) return null;
  const attached = attachedOption(argument, program);
  if (attached !== null) return { startsWith: attached };
  const variable = /^(?:(?:-e|--env=)?[A-Za-z_][A-Za-z0-9_]*=)./su.exec(argument);
  const isVariable = announcesVariable(option) || /^(?:-e[A-Za-z_]|--env=)/u.test(argument);
  if (variable !== null && isVariable) return beginning(argument, variable[0].length - 1);
  return beginning(argument, harmlessLength(argument));
}

function beginning(argument: string, length: number): ArgumentPattern {
  if (length === argument.length) return argument;
  return length === 0 ? null : { startsWith: argument.slice(0, length) };
}

/**
 * The distinct argument vectors of one executable. When there are more than eight of
 * one length, they become one pattern that fits them all: positions at which they
 * differ are null. Which of them came first makes no difference, since the pattern
 * keeps only what all of them share.
 */
export class ArgumentVectors {
  readonly #byLength = new Map<number, Map<string, Vector> | Vector>();

  add(vector: Vector): void {
    const known = this.#byLength.get(vector.length) ?? new Map<string, Vector>();
    if (!(known instanceof Map)) {
      this.#byLength.set(vector.length, shared(known, vector));
      return;
    }
    known.set(JSON.stringify(vector), vector);
    const listed = known.size <= MOST_LISTED;
    this.#byLength.set(vector.length, listed ? known : [...known.values()].reduce(shared));
  }

  /** Adds the vectors of another executable. */
  absorb(other: ArgumentVectors): void {
    for (const [length, vectors] of other.#byLength) {
      if (vectors instanceof Map) {
        for (const vector of vectors.values()) this.add(vector);
        continue;
      }
      const own = this.#byLength.get(length);
      const all = own instanceof Map ? [...own.values()] : own === undefined ? [] : [own];
      this.#byLength.set(length, [...all, vectors].reduce(shared));
    }
  }

  /** Sorted by their JSON text. */
  list(): Vector[] {
    return [...this.#byLength.values()]
      .flatMap((vectors) => (vectors instanceof Map ? [...vectors.values()] : [vectors]))
      .sort((a, b) => compareTexts(JSON.stringify(a), JSON.stringify(b)));
  }
}

function shared(a: Vector, b: Vector): Vector {
  return a.map((pattern, index) => {
    const other = b[index] ?? null;
    return JSON.stringify(pattern) === JSON.stringify(other) ? pattern : null;
  });
}
