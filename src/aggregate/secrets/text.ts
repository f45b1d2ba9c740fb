/**
 * Finds where a likely secret begins in a text. Baselines are meant to be committed to git, so the
 * text from there on is left out. This is not a guarantee: a secret without a name and a form looks
 * like a file name.
 *
 * Texts are hostile and up to 4 KiB long, so no expression here may backtrack: none starts with a
 * repetition, and a name begins only where no character of a name precedes it.
 */
import { BUILT_IN_SECRETS, SHORTEST_FORM, type SecretTables } from "./secret-tables.js";

/**
 * An option, or `-` for standard input. A secret may also begin with a dash, so only typical
 * options match.
 */
export const OPTION_WORD = /-(?:\w?|[a-z]{2,}|-[a-z][a-z0-9-]*(?:=\S*)?)(?![^\s;&|)])/u.source;

const WORD_ENDS = /(?![^\s"',;&|)}])/u.source;
/**
 * A value that is no secret although its name announces one: a switch, a digit, or where the secret
 * is found.
 */
const PLAIN = `(?:true|false|yes|no|on|off|null|none|\\d)${WORD_ENDS}|(?:file|env|fd):`;
/** Only a variable with a name in capitals, because a secret may begin with `$` too. */
const CAPITALS = `\\$(?:\\{[A-Z_][A-Z0-9_]*\\}|[A-Z_][A-Z0-9_]*)${WORD_ENDS}`;
/** Text that a shell replaces. `${NAME:-x}` does not match, because its default may be a secret. */
const EXPANDED = `\\$(?:\\{[A-Za-z_]\\w*\\}|[A-Za-z_]\\w*)${WORD_ENDS}|(?:\\$\\(|\`)\\s?(?:cat\\b|<)`;

const HARMLESS = `(?:${PLAIN}|${CAPITALS})`;
const HARMLESS_IN_SCRIPT = `(?:${PLAIN}|${EXPANDED})`;
const HARMLESS_VALUE = new RegExp(`^${HARMLESS}`, "u");
const HARMLESS_WORD = new RegExp(`^${HARMLESS_IN_SCRIPT}`, "u");

/**
 * Whether a value is no secret although its option announces one: `env:NAME`.
 * @param isExpanded a shell expands it: a word of a script outside of single quotes
 */
export function isHarmlessValue(value: string, isExpanded: boolean): boolean {
  return (isExpanded ? HARMLESS_WORD : HARMLESS_VALUE).test(value);
}

interface ValueForms {
  /** `password=x`, `"token": x`, `os.environ["TOKEN"] = x`, `Password => x` */
  readonly named: RegExp;
  /** `--password x` in a script, but neither `--no-password x` nor `--password -c` */
  readonly option: RegExp;
}

/** @param none what no secret begins with */
function valueForms(none: string): ValueForms {
  return {
    named: new RegExp(
      `(?<![\\w.-])(-{0,2}\\w[\\w.-]*)["'\\])]{0,3}\\s{0,8}(?:=>|:=|=|:)\\s{0,8}(?!${none})["']?(?=\\S)`,
      "gsu",
    ),
    option: new RegExp(
      `(?<![\\w.-])(--?[A-Za-z][\\w.-]*)\\s{1,8}(?!${OPTION_WORD})(?!${none})["']?(?=\\S)`,
      "gsu",
    ),
  };
}

const IN_TEXT = valueForms(`["']?${HARMLESS}`);
/** A shell expands nothing within single quotes. */
const IN_SCRIPT = valueForms(`"?${HARMLESS_IN_SCRIPT}|'${HARMLESS}`);
/** An authorization header: the credentials after the scheme, if there is one. */
const HEADER = /\b(?:proxy-)?authorization\s{0,8}:\s{0,8}(?=(?:\w{1,16}\s)?(\S{1,256}))/gisu;
/** `PASSWORD 'x'` in SQL, `password x` in a netrc file. */
const WORD_VALUE = /(?<![\w.-])([A-Za-z][\w-]*)\s{1,8}(["']?)(?=([^\s"';,)&|]{1,256}))/gsu;

/** Other places. Each expression matches up to where the secret begins. */
const BEFORE: readonly RegExp[] = [
  // https://user:x@host, and a token instead of the user
  /:\/\/(?![a-z_][a-z_-]{0,31}@)(?=[^\s/?#@]{1,1024}@)/su,
  /\b(?:Bearer|Basic)\s{1,8}(?=[\w.~+/=-]{8})/su,
  /\bconnect\(\s?["'][^"']{1,256}["'],\s?["'][^"']{0,64}["'],\s?["']/su,
  /\bidentified\s{1,8}(?:with\s{1,8}\S{1,64}\s{1,8})?by\s{1,8}(?:password\s{1,8})?["']?(?=\S)/isu,
  // echo x | docker login --password-stdin
  /\b(?:echo|printf)\s{1,8}(?:-\w{1,4}\s{1,8})?["']?(?=[^|;&\n]{1,256}\|[^|;&\n]{0,128}(?:--password-stdin|--stdin\b|passwd\b|sudo\s+-S|passphrase-fd|kinit\b|cryptsetup\b))/su,
  /(?:--password-stdin|passwd|passphrase-fd\s\d|sudo\s-S[^;&|\n]{0,128})\s{0,8}<<<\s{0,8}["']?(?=\S)/su,
];

/**
 * How many characters of a text may be kept: all, if no secret is found.
 * @param isScript a shell runs the text
 */
export function harmlessLength(
  text: string,
  isScript = false,
  tables: SecretTables = BUILT_IN_SECRETS,
): number {
  let length = text.length;
  const stopAt = (match: RegExpMatchArray | null): void => {
    if (match !== null) length = Math.min(length, (match.index ?? 0) + match[0].length);
  };
  const { named, option } = isScript ? IN_SCRIPT : IN_TEXT;
  const hasSpace = /\s/u.test(text);
  if (/[=:]/u.test(text)) {
    stopAt(firstMatch(text, named, ([, name = ""]) => tables.namesSecret(name)));
    stopAt(firstMatch(text, HEADER, ([, value = ""]) => !isHarmlessValue(value, isScript)));
  }
  if (hasSpace) {
    stopAt(firstMatch(text, option, ([, name = ""]) => announces(name, tables)));
    stopAt(firstMatch(text, WORD_VALUE, (match) => isNamedWord(match, isScript, tables)));
  }
  if (hasSpace || /[@:<]/u.test(text)) for (const pattern of BEFORE) stopAt(pattern.exec(text));
  if (text.length >= SHORTEST_FORM) stopAt(tables.form.exec(text));
  return length;
}

function firstMatch(
  text: string,
  pattern: RegExp,
  isSecret: (match: RegExpMatchArray) => boolean,
): RegExpMatchArray | null {
  for (const match of text.matchAll(pattern)) if (isSecret(match)) return match;
  return null;
}

/** Whether an option announces a secret; `--no-password` does not. */
export function announces(option: string, { namesSecret }: SecretTables): boolean {
  return (
    !/^--?(?:no|disabled?|without|skip|ask|prompt|show|hide)-|=/iu.test(option) &&
    namesSecret(option)
  );
}

function isNamedWord(
  [, name = "", quote = "", value = ""]: RegExpMatchArray,
  isScript: boolean,
  { namesSecret, namesPassword }: SecretTables,
): boolean {
  if (!namesSecret(name)) return false;
  if (isHarmlessValue(value, isScript && quote !== "'")) return false;
  return quote !== "" || looksRandom(value, namesPassword(name) ? 2.5 : 3.5);
}

/**
 * Whether a word looks random: letters mixed with other characters, and enough bits per character.
 */
export function looksRandom(word: string, fewestBits: number): boolean {
  if (word.length < 6 || /^[/.<-]/u.test(word)) return false;
  return /[A-Za-z]/u.test(word) && /[0-9!@#$%^*+~]/u.test(word) && entropy(word) >= fewestBits;
}

/** Shannon entropy, in bits per character. */
function entropy(word: string): number {
  const counts = new Map<string, number>();
  for (const sign of word) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values())
    bits -= (count / word.length) * Math.log2(count / word.length);
  return bits;
}
