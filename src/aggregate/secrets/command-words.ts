/**
 * Secrets that only their place tells: the value of an option, a variable that an option gives, the
 * words that a known program takes a secret in. Reads a command word by word.
 */
import { secretPlaces, type SecretPlace } from "./programs.js";
import { announces, OPTION_WORD } from "./text.js";

const OPTION = new RegExp(`^${OPTION_WORD}$`, "u");
/** Options whose value is a variable, of which the name is kept. */
const VARIABLE_OPTION = /^(?:-e|--env|--build-arg|--set|--set-string|--from-literal)$/u;
const VARIABLE = /^(?:-e|--(?:env|build-arg|set|set-string|from-literal)=)?[A-Za-z_][\w.-]*=/u;
const ATTACHED_VARIABLE = /^(?:-e[A-Za-z_]|--(?:env|build-arg|set|set-string|from-literal)=)/u;

/** The words of one command, or of a script with several. */
export class CommandWords {
  #places: SecretPlace[] = [];
  readonly #options = new Set<string>();
  /** words until one that is a secret; null: none is expected */
  #wordsLeft: number | null = null;
  #before = "";

  /** The next word is, or may be, a program's name. */
  nameProgram(word: string): void {
    for (const place of secretPlaces(word)) {
      this.#places.push(place);
      if (place.within === undefined) this.#allow(place);
      if (place.after?.source === "(?:)") this.#wordsLeft = place.skip ?? 0;
    }
  }

  /**
   * How many characters of the next word may be kept.
   *
   * @param endsCommand whether another command begins with it
   */
  keptLength(word: string, endsCommand = false): number {
    if (endsCommand) this.#wordsLeft = null;
    const kept = this.#isSecret(word) ? 0 : this.#keptOf(word, endsCommand);
    for (const place of this.#places) {
      if (place.within?.test(word) === true) this.#allow(place);
      if (place.after?.source !== "(?:)" && place.after?.test(word) === true) {
        this.#wordsLeft = place.skip ?? 0;
      }
    }
    this.#before = word;
    return kept;
  }

  #allow({ options = [] }: SecretPlace): void {
    for (const option of options) this.#options.add(option);
  }

  #isSecret(word: string): boolean {
    if (this.#wordsLeft !== null && !OPTION.test(word)) {
      if (this.#wordsLeft === 0) return true;
      this.#wordsLeft--;
    }
    const option = this.#before;
    // After an option with a secret's name another option is none: psql --password -c
    if (option.startsWith("-") && announces(option)) return !OPTION.test(word);
    return this.#options.has(option) || this.#options.has(lastOfCluster(option));
  }

  #keptOf(word: string, endsCommand: boolean): number {
    for (const option of this.#options) {
      const start = option.startsWith("--") ? `${option}=` : option;
      if (word.length > start.length && word.startsWith(start)) return start.length;
    }
    const isAnnounced = VARIABLE_OPTION.test(this.#before) && !endsCommand;
    if (!isAnnounced && !ATTACHED_VARIABLE.test(word)) return word.length;
    return VARIABLE.exec(word)?.[0].length ?? word.length;
  }
}

/** `-u` of `-sSu`: options of one letter may be joined, and the last takes the value. */
function lastOfCluster(option: string): string {
  return /^-[A-Za-z]{2,}$/u.test(option) ? `-${option.at(-1) ?? ""}` : "";
}
