/**
 * Secrets that only their position reveals: the value of an option, a variable set by an option,
 * and words that a known program takes as a secret. Reads a command word by word.
 */
import type { SecretPlace } from "./programs.js";
import type { SecretTables } from "./secret-tables.js";
import { announces, isHarmlessValue, looksRandom, OPTION_WORD } from "./text.js";

const OPTION = new RegExp(`^${OPTION_WORD}$`, "u");
/** Options that set a variable. The variable's name is kept. */
const VARIABLE_OPTION = /^(?:-e|--env|--from-literal)$/u;
const VARIABLE = /^(?:-e|--(?:env|from-literal)=)?[A-Za-z_][\w.-]*=/u;
const ATTACHED_VARIABLE = /^(?:-e[A-Za-z_]|--(?:env|from-literal)=)/u;

const USER_OPTION = /^(?:-[uU]|--user(?:name)?(?:=.*)?)$/su;
const PASSWORD_BESIDE_USER = /^-[pP]$/u;
const PORTS = /^[\d.:-]{1,64}(?:\/(?:tcp|udp))?$/u;
/** `neo4j-admin set-initial-password x` */
const SETS_PASSWORD = /^(?:set|change|reset)-(?:[a-z]+-)?password$/u;

/**
 * In these programs `--secret id=npmrc,src=/root/.npmrc` says where a secret is, and contains none.
 */
const MOUNTS_SECRETS = /^(?:docker|podman|nerdctl|buildah|buildctl)$/u;
const MOUNTED =
  /^(?:id|src|source|type|env|target|mode|uid|gid|required)=[^,=]*(?:,(?:id|src|source|type|env|target|mode|uid|gid|required)(?:=[^,=]*)?)*$/u;

/** The words of one command, or of a script with several. */
export class CommandWords {
  readonly #tables: SecretTables;
  #places: SecretPlace[] = [];
  /** options whose value is a secret, as they are typed */
  readonly #options = new Map<string, SecretPlace>();
  /** -u was seen, so -p is a password and not a port */
  #namedUser = false;
  /** the number of words before the secret; null: none is expected */
  #wordsLeft: number | null = null;
  #before = "";
  #mountsSecrets = false;

  constructor(tables: SecretTables) {
    this.#tables = tables;
  }

  /** Tells that the next word is, or may be, a program's name. */
  nameProgram(word: string): void {
    this.#mountsSecrets ||= MOUNTS_SECRETS.test(word.slice(word.lastIndexOf("/") + 1));
    for (const place of this.#tables.placesOf(word)) {
      this.#places.push(place);
      if (place.within === undefined) this.#allow(place);
      if (place.after?.source === "(?:)") this.#wordsLeft = place.skip ?? 0;
    }
  }

  /**
   * How many characters of the next word may be kept.
   *
   * @param endsCommand whether a new command begins with the word
   * @param expanded the text that a shell expands, from the word on; null: it expands nothing
   */
  keptLength(word: string, endsCommand = false, expanded: string | null = null): number {
    if (endsCommand) this.#wordsLeft = null;
    const kept = this.#isSecret(word, expanded) ? 0 : this.#keptOf(word, endsCommand);
    for (const place of this.#places) {
      if (place.within?.test(word) === true) this.#allow(place);
      if (place.after?.source !== "(?:)" && place.after?.test(word) === true) {
        this.#wordsLeft = place.skip ?? 0;
      }
    }
    this.#namedUser ||= USER_OPTION.test(word);
    this.#before = word;
    return kept;
  }

  #allow(place: SecretPlace): void {
    for (const option of place.options ?? []) this.#options.set(option, place);
  }

  #isSecret(word: string, expanded: string | null): boolean {
    if (this.#wordsLeft !== null && !OPTION.test(word)) {
      if (this.#wordsLeft === 0) return true;
      this.#wordsLeft--;
    }
    const option = this.#before;
    if (isHarmlessValue(expanded ?? word, expanded !== null)) return false;
    if (option === "--secret" && this.#mountsSecrets && MOUNTED.test(word)) return false;
    // after an option that announces a secret, another option is no secret: psql --password -c
    if (option.startsWith("-") && announces(option, this.#tables)) return !OPTION.test(word);
    if (PASSWORD_BESIDE_USER.test(option) && this.#namedUser) return !PORTS.test(word);
    if (SETS_PASSWORD.test(option)) return !OPTION.test(word);
    const isAfterPassword = !option.startsWith("$") && this.#tables.namesPassword(option);
    if (isAfterPassword && looksRandom(word, 2.5)) return true;
    const place = this.#options.get(option) ?? this.#options.get(lastOfCluster(option));
    // in a script, $1 stands for a later argument
    return place !== undefined && (place.like?.test(word) !== false || /^\$\d/u.test(word));
  }

  #keptOf(word: string, endsCommand: boolean): number {
    for (const [option, { isApart }] of this.#options) {
      if (isApart === true) continue;
      const start = option.startsWith("--") ? `${option}=` : option;
      if (word.length > start.length && word.startsWith(start)) return start.length;
    }
    const isAnnounced = VARIABLE_OPTION.test(this.#before) && !endsCommand;
    if (!isAnnounced && !ATTACHED_VARIABLE.test(word)) return word.length;
    const named = VARIABLE.exec(word)?.[0];
    if (named === undefined || isFileName(named, word)) return word.length;
    return named.length;
  }
}

/** `-u` of `-sSu`: one-letter options may be joined, and the last takes the value. */
function lastOfCluster(option: string): string {
  return /^-[A-Za-z]{2,}$/u.test(option) ? `-${option.at(-1) ?? ""}` : "";
}

/** `-e DB_PASSWORD_FILE=/run/secrets/db` */
function isFileName(named: string, word: string): boolean {
  return /(?:FILE|PATH|DIR)=$/iu.test(named) && word.startsWith("/", named.length);
}
