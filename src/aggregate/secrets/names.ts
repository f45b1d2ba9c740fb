/**
 * Names that announce a secret value: `DB_PASSWORD`, `--api-key`, `clientSecret`. A name is read
 * word by word, so `author` does not count as `auth`, nor `tokenizer` as `token`.
 */

const WORDS = [
  ..."auth bearer cookie creds credential credentials jwt mnemonic otp".split(" "),
  ..."pass passcode passphrase passwd password passwords pin psk pw pwd".split(" "),
  ..."requirepass masterauth secret sig signature token".split(" "),
];

/** Pairs of words that together name a secret. */
const PAIRS = [
  ..."access account api auth client deploy encryption license master".split(" ").map(withKey),
  ..."private secret session shared signing storage".split(" ").map(withKey),
  "connection string",
  "session id",
  "webhook url",
];

/** Endings in words that are joined without a separator, such as `dbpassword` and `authtoken`. */
const ENDINGS = [
  ..."password passwd passphrase pwd secret token".split(" "),
  ..."api access account auth private secret".split(" ").map(withKey),
];
/** `storepass` and `userpass`, but not `bypass`. */
const PASS = /(?<!by|com|sur|tres|over|under)pass$/u;
/** After a password's name, less is needed to take a word for the secret. */
const PASSWORDS = "password passwd passphrase passcode pwd".split(" ");

/** Endings of names that hold information about a secret, not the secret: `--token-file`. */
const ABOUT = new Set([
  ..."age algo algorithm audience authentication backend cache chars config count dir directory".split(
    " ",
  ),
  ..."disabled domain enabled encoding encryption endpoint expiration expire expires expiry field file header".split(
    " ",
  ),
  ..."host httponly issuer len length lifetime max method min mode name param path".split(" "),
  ..."plugin policy port prompt provider realm required samesite secure server service".split(" "),
  ..."size sock socket stdin store timeout ttl type uri url user username version".split(" "),
]);

/** Names of objects that contain a secret, or are only called one. */
const OBJECTS = new Set(["cluster token", "existing secret", "pull secret", "pull secrets"]);

function withKey(word: string): string {
  return `${word} key`;
}

/** The row's name for a word or a pair: `name-api-key`. */
function rowOf(words: string): string {
  return `name-${words.replace(" ", "-")}`;
}

/** The rows of names; each can be disabled. */
export const SECRET_NAMES: readonly string[] = [...WORDS, ...PAIRS].map(rowOf);

/** Tests of names. */
export interface SecretNames {
  /** whether the value of such a name is a secret */
  readonly namesSecret: (name: string) => boolean;
  /** whether the name is that of a password */
  readonly namesPassword: (name: string) => boolean;
}

/** @param own the user's names of options and variables, in any case */
export function secretNames(off: readonly string[], own: readonly string[]): SecretNames {
  const isOn = (words: string): boolean => !off.includes(rowOf(words));
  const words = new Set(WORDS.filter(isOn));
  const pairs = new Set(PAIRS.filter(isOn));
  const ending = endingOf(ENDINGS.filter(isOn));
  const password = endingOf(PASSWORDS.filter(isOn));
  const said = new Set(own.map((name) => name.toLowerCase()));
  const isWord = (word: string): boolean =>
    words.has(word) || ending.test(word) || (words.has("pass") && PASS.test(word));
  return {
    namesPassword: (name) => password.test(name.toLowerCase()),
    namesSecret: (name) => {
      if (said.has(name.replace(/^-+/u, "").toLowerCase())) return true;
      const read = wordsOf(name);
      const pair = read.slice(-2).join(" ");
      if (pair === "webhook url") return pairs.has(pair);
      if (ABOUT.has(read.at(-1) ?? "") || OBJECTS.has(pair)) return false;
      return read.some((word, at) => isWord(word) || pairs.has(`${read[at - 1] ?? ""} ${word}`));
    },
  };
}

function endingOf(words: readonly string[]): RegExp {
  const sources = words.map((word) => word.replace(" ", ""));
  return new RegExp(sources.length === 0 ? "(?!)" : `(?:${sources.join("|")})$`, "u");
}

function wordsOf(name: string): string[] {
  return name
    .replace(/(?<=[a-z0-9])(?=[A-Z])/gu, " ")
    .toLowerCase()
    .split(/[^a-z0-9]+/u)
    .map((word) => word.replace(/\d+$/u, ""))
    .filter((word) => word !== "");
}

/**
 * Whether a component of a path announces that the next one is a secret: `/token/…`, `/tokens/…`.
 */
export function partNamesSecret(part: string, { namesSecret }: SecretNames): boolean {
  return namesSecret(part) || namesSecret(part.replace(/s$/u, ""));
}
