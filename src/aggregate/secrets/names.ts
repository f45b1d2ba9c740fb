/**
 * Names that say that their value is a secret: `DB_PASSWORD`, `--api-key`, `clientSecret`. A name
 * is read word by word, so that `author` is no `auth` and `tokenizer` no `token`.
 */

const WORDS = new Set([
  ..."auth bearer cookie creds credential credentials jwt mnemonic otp".split(" "),
  ..."pass passcode passphrase passwd password passwords pin psk pw pwd".split(" "),
  ..."requirepass masterauth secret sig signature token".split(" "),
]);

/** Two words that are a secret together. */
const PAIRS = new Set([
  ..."access account api auth client deploy encryption license master".split(" ").map(withKey),
  ..."private secret session shared signing storage".split(" ").map(withKey),
  "connection string",
  "session id",
]);

/** Words that are written without a sign between them, such as `dbpassword` and `authtoken`. */
const ENDINGS =
  /(?:password|passwd|passphrase|pwd|secret|token|(?:api|access|account|auth|private|secret)key)$/u;
/** `storepass` and `userpass`, but not `bypass`. */
const PASS = /(?<!by|com|sur|tres|over|under)pass$/u;

/** What a name ends with that holds no secret, but something about one: `--token-file`. */
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

/** Names of what holds a secret, or of what only is called one. */
const OBJECTS = new Set(["cluster token", "existing secret", "pull secret", "pull secrets"]);

function withKey(word: string): string {
  return `${word} key`;
}

/** Whether the value of something that is called so is a secret. */
export function namesSecret(name: string): boolean {
  const words = name
    .replace(/(?<=[a-z0-9])(?=[A-Z])/gu, " ")
    .toLowerCase()
    .split(/[^a-z0-9]+/u)
    .map((word) => word.replace(/\d+$/u, ""))
    .filter((word) => word !== "");
  const pairs = words.map((word, at) => `${words[at - 1] ?? ""} ${word}`);
  if (pairs.at(-1) === "webhook url") return true;
  if (ABOUT.has(words.at(-1) ?? "") || OBJECTS.has(pairs.at(-1) ?? "")) return false;
  if (pairs.some((pair) => PAIRS.has(pair))) return true;
  return words.some((word) => WORDS.has(word) || ENDINGS.test(word) || PASS.test(word));
}

/** Names of a password itself. After one of them less is needed to take a word for the secret. */
export function namesPassword(name: string): boolean {
  return /(?:password|passwd|passphrase|passcode|pwd)$/iu.test(name);
}

/** Whether a part of a path says that the next one is a secret: `/token/…`, `/tokens/…`. */
export function partNamesSecret(part: string): boolean {
  return namesSecret(part) || namesSecret(part.replace(/s$/u, ""));
}
