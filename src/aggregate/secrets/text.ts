/**
 * Where in a text a likely secret begins. A baseline is made to be committed to git, so what follows
 * never gets into it. It is a net, not a wall: a secret without a name and a form can't be told from
 * a file name.
 *
 * Texts are hostile and up to 4 KiB long: no expression here may backtrack, so none starts with a
 * repetition, and names begin where nothing of a name is before them.
 */
import { BUILT_IN_SECRETS, SHORTEST_FORM, type SecretTables } from "./secret-tables.js";

/** An option, or `-` for standard input. A secret may begin so too: only what reads like one is. */
export const OPTION_WORD = /-(?:\w?|[a-z]{2,}|-[a-z][a-z0-9-]*(?:=\S*)?)(?![^\s;&|)])/u.source;

const WORD_ENDS = /(?![^\s"',;&|)}])/u.source;
/** What is no secret, though it is the value of one: a switch, a digit, where the secret is found. */
const PLAIN = `(?:true|false|yes|no|on|off|null|none|\\d)${WORD_ENDS}|(?:file|env|fd):`;
/** A variable whose name is in capitals, and nothing else. A secret may begin with `$` too. */
const CAPITALS = `\\$(?:\\{[A-Z_][A-Z0-9_]*\\}|[A-Z_][A-Z0-9_]*)${WORD_ENDS}`;
/** What a shell puts something else in place of; `${NAME:-x}` may hold a secret as its default. */
const EXPANDED = `\\$(?:\\{[A-Za-z_]\\w*\\}|[A-Za-z_]\\w*)${WORD_ENDS}|(?:\\$\\(|\`)\\s?(?:cat\\b|<)`;

const HARMLESS = `(?:${PLAIN}|${CAPITALS})`;
const HARMLESS_IN_SCRIPT = `(?:${PLAIN}|${EXPANDED})`;
const HARMLESS_VALUE = new RegExp(`^${HARMLESS}`, "u");
const HARMLESS_WORD = new RegExp(`^${HARMLESS_IN_SCRIPT}`, "u");

/**
 * Whether the value of a secret's option is none, such as `env:NAME`.
 * @param isExpanded a shell expands it: it is a word of a script, and in no single quotes
 */
export function isHarmlessValue(value: string, isExpanded: boolean): boolean {
  return (isExpanded ? HARMLESS_WORD : HARMLESS_VALUE).test(value);
}

interface ValueForms {
  /** `password=x`, `"token": x`, `os.environ["TOKEN"] = x`, `Password => x` */
  readonly named: RegExp;
  /** `--password x` within a script, and neither `--no-password x` nor `--password -c` */
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
/** Nothing is expanded within single quotes. */
const IN_SCRIPT = valueForms(`"?${HARMLESS_IN_SCRIPT}|'${HARMLESS}`);
/** What authenticates by a header, behind its scheme where it has one. */
const HEADER = /\b(?:proxy-)?authorization\s{0,8}:\s{0,8}(?=(?:\w{1,16}\s)?(\S{1,256}))/gisu;
/** `PASSWORD 'x'` of SQL, `password x` of a netrc file. */
const WORD_VALUE = /(?<![\w.-])([A-Za-z][\w-]*)\s{1,8}(["']?)(?=([^\s"';,)&|]{1,256}))/gsu;

/** Others, which match up to where the secret begins. */
const BEFORE: readonly RegExp[] = [
  // https://user:x@host, and a token in the user's place
  /:\/\/(?![a-z_][a-z_-]{0,31}@)(?=[^\s/?#@]{1,1024}@)/su,
  /\b(?:Bearer|Basic)\s{1,8}(?=[\w.~+/=-]{8})/su,
  /\bconnect\(\s?["'][^"']{1,256}["'],\s?["'][^"']{0,64}["'],\s?["']/su,
  /\bidentified\s{1,8}(?:with\s{1,8}\S{1,64}\s{1,8})?by\s{1,8}(?:password\s{1,8})?["']?(?=\S)/isu,
  // echo x | docker login --password-stdin
  /\b(?:echo|printf)\s{1,8}(?:-\w{1,4}\s{1,8})?["']?(?=[^|;&\n]{1,256}\|[^|;&\n]{0,128}(?:--password-stdin|--stdin\b|passwd\b|sudo\s+-S|passphrase-fd|kinit\b|cryptsetup\b))/su,
  /(?:--password-stdin|passwd|passphrase-fd\s\d|sudo\s-S[^;&|\n]{0,128})\s{0,8}<<<\s{0,8}["']?(?=\S)/su,
];

/**
 * How many characters of a text may be kept: all of them where nothing is found.
 * @param isScript a shell is given it to run
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

/** Whether an option says that a secret follows; `--no-password` says that there is none. */
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

/** Whether a word reads like no word: of letters and others, with so many bits a character. */
export function looksRandom(word: string, fewestBits: number): boolean {
  if (word.length < 6 || /^[/.<-]/u.test(word)) return false;
  return /[A-Za-z]/u.test(word) && /[0-9!@#$%^*+~]/u.test(word) && entropy(word) >= fewestBits;
}

/** Shannon's, in bits for each character. */
function entropy(word: string): number {
  const counts = new Map<string, number>();
  for (const sign of word) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values())
    bits -= (count / word.length) * Math.log2(count / word.length);
  return bits;
}
