import type { ArgumentPattern, ArgumentText } from "../../model/baseline/baseline.js";
import { compareTexts } from "../../model/order.js";
import { CommandWords } from "../secrets/command-words.js";
import { scriptStart, ScriptWords } from "../secrets/script-words.js";
import { BUILT_IN_SECRETS, type SecretTables } from "../secrets/secret-tables.js";
import { harmlessLength } from "../secrets/text.js";

type Vector = readonly ArgumentPattern[];

/** The most vectors of one length that are listed; more become a single pattern. */
const MOST_LISTED = 8;
/** More are kept while gathering, because some become equal when names become patterns. */
const MOST_KEPT = 64;
/**
 * Of vectors longer than this, in characters, only as many are kept as are listed, to limit the
 * memory.
 */
const WORDY = 256;

/** Programs whose arguments are another program and its arguments. */
const STARTS_ANOTHER =
  /^(?:.*\/)?(?:sudo|doas|env|timeout|nice|ionice|nohup|time|stdbuf|xargs|chroot|su-exec|gosu|tini|dumb-init|setpriv|runuser|unshare|nsenter|strace|watch|flock|find|docker|podman|kubectl|busybox)$/u;

/** A pattern that fits the argument vector and contains no likely secret, see `secrets/`. */
export function withoutSecrets(
  argv: readonly string[],
  tables: SecretTables = BUILT_IN_SECRETS,
): ArgumentText[] {
  const start = scriptStart(argv);
  const script = new ScriptWords(tables);
  const command = new CommandWords(tables);
  command.nameProgram(argv[0] ?? "");
  const isWrapper = STARTS_ANOTHER.test(argv[0] ?? "");
  return argv.map((argument, index) => {
    // in a script every argument is checked: its last word may be an option
    const inScript =
      index < start ? argument.length : script.harmlessLength(argument, index > start);
    // the first argument is a name, and announces no secret
    const kept = index === 0 ? argument.length : command.keptLength(argument);
    if (isWrapper) command.nameProgram(argument);
    const harmless =
      kept < argument.length ? kept : harmlessLength(argument, index === start, tables);
    return beginning(argument, Math.min(inScript, harmless));
  });
}

/**
 * The same for a vector whose end was not recorded: its last recorded argument may be incomplete.
 */
export function cutWithoutSecrets(
  argv: readonly string[],
  tables: SecretTables = BUILT_IN_SECRETS,
): ArgumentPattern[] {
  const vector = withoutSecrets(argv, tables);
  const last = vector.pop();
  if (typeof last === "string" && last !== "") vector.push({ startsWith: last });
  else if (last !== undefined) vector.push(last === "" ? null : last);
  return [...vector, MORE];
}

const MORE = { more: true } as const;

function beginning(argument: string, length: number): ArgumentText {
  if (length === argument.length) return argument;
  return length === 0 ? null : { startsWith: argument.slice(0, length) };
}

/** The most lengths of which vectors are listed; with more, all become a single pattern. */
const MOST_LENGTHS = 32;
/** Of vectors longer than this, in characters, only few are listed. */
const LONG = 1024;
const MOST_LONG = 2;

/**
 * The distinct argument vectors of one executable. More than eight vectors of one length, or more
 * than two long ones, become one pattern that fits them all, with null where they differ. With too
 * many lengths, all vectors become one pattern, which ends where the shortest does. The order of
 * arrival does not matter, because a pattern keeps only what all vectors share.
 */
export class ArgumentVectors {
  #byLength = new Map<number, Map<string, Vector> | Vector>();
  /** the common pattern, once there are too many lengths */
  #all: Vector | null = null;
  readonly #mostListed: number;

  constructor(mostListed = MOST_KEPT) {
    this.#mostListed = mostListed;
  }

  add(vector: Vector): void {
    if (this.#all !== null) {
      this.#all = sharedBeginning(this.#all, vector);
      return;
    }
    const length = lengthOf(vector);
    const known = this.#byLength.get(length) ?? new Map<string, Vector>();
    this.#byLength.set(length, withVector(known, vector, this.#mostListed));
    if (this.#byLength.size <= MOST_LENGTHS) return;
    this.#all = this.#listed().reduce(sharedBeginning, [...vector, MORE]);
    this.#byLength = new Map();
  }

  /** Adds the vectors of another executable. */
  absorb(other: ArgumentVectors): void {
    for (const [length, vectors] of other.#byLength) {
      if (vectors instanceof Map || this.#all !== null) {
        const list = vectors instanceof Map ? vectors.values() : [vectors];
        for (const vector of list) this.add(vector);
        continue;
      }
      const own = this.#byLength.get(length);
      const all = own instanceof Map ? [...own.values()] : own === undefined ? [] : [own];
      this.#byLength.set(length, [...all, vectors].reduce(shared));
      if (this.#byLength.size > MOST_LENGTHS) this.add(vectors);
    }
    if (other.#all === null) return;
    this.#all = this.#listed().reduce(sharedBeginning, other.#all);
    this.#byLength = new Map();
  }

  /**
   * The vectors, sorted by their JSON.
   * @param generalise converts an argument, in which names may have become patterns
   */
  list(generalise: (text: string) => ArgumentText = (text) => text): Vector[] {
    const listed = new ArgumentVectors(MOST_LISTED);
    for (const vector of this.#listed()) {
      listed.add(vector.map((each) => (typeof each === "string" ? generalise(each) : each)));
    }
    return listed.#listed().sort((a, b) => compareTexts(JSON.stringify(a), JSON.stringify(b)));
  }

  #listed(): Vector[] {
    const lists = [...this.#byLength.values()].flatMap((vectors) =>
      vectors instanceof Map ? [...vectors.values()] : [vectors],
    );
    return this.#all === null ? lists : [...lists, this.#all];
  }
}

function withVector(
  known: Map<string, Vector> | Vector,
  vector: Vector,
  mostListed: number,
): Map<string, Vector> | Vector {
  if (!(known instanceof Map)) return shared(known, vector);
  known.set(JSON.stringify(vector), vector);
  const long = [...known.keys()].filter(({ length }) => length > LONG).length;
  const wordy = [...known.keys()].filter(({ length }) => length > WORDY).length;
  const isListed = known.size <= mostListed && wordy <= MOST_LISTED && long <= MOST_LONG;
  return isListed ? known : [...known.values()].reduce(shared);
}

/**
 * The common pattern of two vectors of any length. It ends at the last argument that both share.
 */
function sharedBeginning(a: Vector, b: Vector): Vector {
  const known = Math.min(argumentsOf(a).length, argumentsOf(b).length);
  const beginning = shared(a.slice(0, known), b.slice(0, known));
  const end = beginning.findLastIndex((pattern) => pattern !== null);
  return [...beginning.slice(0, end + 1), MORE];
}

function argumentsOf(vector: Vector): Vector {
  return lengthOf(vector) < 0 ? vector.slice(0, -1) : vector;
}

/**
 * The length; negative for a vector with an unknown end, because what fits it may have any length.
 */
function lengthOf(vector: Vector): number {
  const last = vector.at(-1);
  const isCut = typeof last === "object" && last !== null && "more" in last;
  return isCut ? -vector.length : vector.length;
}

function shared(a: Vector, b: Vector): Vector {
  return a.map((pattern, index) => {
    const other = b[index] ?? null;
    const isSame = pattern === other || JSON.stringify(pattern) === JSON.stringify(other);
    return isSame ? pattern : null;
  });
}
