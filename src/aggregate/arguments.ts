import type { ArgumentPattern, ArgumentText } from "../model/baseline.js";
import { compareTexts } from "../model/order.js";
import {
  announcesSecret,
  announcesVariable,
  attachedOption,
  harmlessLength,
  secretOptions,
  variableName,
} from "./secrets.js";
import { scriptStart, ScriptWords } from "./shell-script.js";

type Vector = readonly ArgumentPattern[];

/** Vectors of one length that are listed; with more, they become a single pattern. */
const MOST_LISTED = 8;

/** An argument vector as a pattern that fits it and holds no likely secret, see `secrets.ts`. */
export function withoutSecrets(argv: readonly string[]): ArgumentText[] {
  const secrets = secretOptions(argv[0] ?? "");
  const start = scriptStart(argv);
  const script = new ScriptWords();
  return argv.map((argument, index) => {
    // every argument of a script is read: its last word may be an option
    const inScript = index < start ? argument.length : script.harmlessLength(argument);
    // the first argument is a name, so that the second one follows no option
    const option = index > 1 ? (argv[index - 1] ?? "") : "";
    if (announcesSecret(option, argument, secrets)) return null;
    return beginning(argument, Math.min(inScript, keptLength(argument, option, secrets)));
  });
}

/**
 * The same of a vector whose end was not recorded. The last argument that was may be a part of one.
 */
export function cutWithoutSecrets(argv: readonly string[]): ArgumentPattern[] {
  const vector = withoutSecrets(argv);
  const last = vector.pop();
  if (typeof last === "string" && last !== "") vector.push({ startsWith: last });
  else if (last !== undefined) vector.push(last === "" ? null : last);
  return [...vector, MORE];
}

const MORE = { more: true } as const;

/** How many characters of an argument may be kept, by the option before it. */
function keptLength(argument: string, option: string, secrets: readonly string[]): number {
  const kept =
    attachedOption(argument, secrets) ?? variableName(argument, announcesVariable(option));
  return kept?.length ?? harmlessLength(argument);
}

function beginning(argument: string, length: number): ArgumentText {
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
    const length = lengthOf(vector);
    const known = this.#byLength.get(length) ?? new Map<string, Vector>();
    if (!(known instanceof Map)) {
      this.#byLength.set(length, shared(known, vector));
      return;
    }
    known.set(JSON.stringify(vector), vector);
    const listed = known.size <= MOST_LISTED;
    this.#byLength.set(length, listed ? known : [...known.values()].reduce(shared));
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

/** Of one whose end is not known below 0: what fits it has no length. */
function lengthOf(vector: Vector): number {
  const last = vector.at(-1);
  const isCut = typeof last === "object" && last !== null && "more" in last;
  return isCut ? -vector.length : vector.length;
}

function shared(a: Vector, b: Vector): Vector {
  return a.map((pattern, index) => {
    const other = b[index] ?? null;
    return JSON.stringify(pattern) === JSON.stringify(other) ? pattern : null;
  });
}
