/**
 * Where in an argument a likely secret begins. A baseline is made to be committed to
 * git, so what follows never gets into it. What is found:
 *
 * | what | example | kept |
 * |---|---|---|
 * | an option with a secret's name | `--password=x`, `--api-key=x` | `--password=` |
 * | its value as the next argument | `--token x` | nothing of the value |
 * | a variable with a secret's name | `DB_PASSWORD=x`, `aws_secret_key: x` | `DB_PASSWORD=` |
 * | any variable given by an option | `-e KEY=x`, `--env=KEY=x` | `KEY=` |
 * | user and password of a URL | `https://user:x@host/` | `https://` |
 * | a header that authenticates | `Authorization: Bearer x` | `Authorization:` |
 * | the password of a known program | `mysql -px`, `curl -u user:x`, `redis-cli -a x` | the option |
 * | tokens of a known form | `ghp_…`, `AKIA…`, `eyJ….eyJ…`, `-----BEGIN … KEY` | what is before |
 *
 * Secrets with a name or a form are found within longer texts too; the others within the
 * script of a shell, word by word (`shell-script.ts`). It is a net, not a wall: a secret
 * without a name and a form can't be told from a file name.
 */

const NAME =
  "(?:pass(?:word|wd|phrase|code)?|pwd|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|secret[-_]?key|encryption[-_]?key|auth(?:[-_]?key)?|credentials?|bearer|cookie|session[-_]?(?:id|key)|signature)";

/** An option, or `-` for standard input. A secret may begin so too: only what reads like one is. */
const OPTION_WORD = /-(?:\w?|[a-z]{2,}|-[a-z][a-z0-9-]*(?:=\S*)?)(?![^\s;&|)])/u.source;

/**
 * Each matches up to where the secret begins. None starts with a repetition: arguments
 * are hostile and up to 4 KiB long, and each has to be searched in linear time.
 */
const BEFORE_SECRET: readonly RegExp[] = [
  // --password=, DB_PASSWORD=, "token": , &access_token=
  new RegExp(`${NAME}[\\w.-]*["']?\\s*[=:]\\s*["']?(?=.)`, "isu"),
  // --password x within a script, and neither --no-password x nor --password -c
  new RegExp(
    `(?:^|[\\s"'])(?!--?no-)--?[\\w-]*${NAME}[\\w-]*\\s+(?!${OPTION_WORD})["']?(?=\\S)`,
    "isu",
  ),
  // https://user:x@host
  /:\/\/(?=[^\s/?#@]*@)/su,
  /\b(?:proxy-)?authorization\s*:\s*(?=.)/isu,
  /\b(?:Bearer|Basic)\s+(?=[\w.~+/=-]{8})/su,
  /(?=\b(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|AKIA|ASIA|sk-|sk_live_|npm_|hf_)\w{8})/su,
  /(?=\beyJ[\w-]{8,}\.eyJ)/su,
  /(?=-----BEGIN [A-Z ]*PRIVATE KEY)/su,
];

/** How many characters of an argument may be kept: all of them where nothing is found. */
export function harmlessLength(argument: string): number {
  let length = argument.length;
  for (const pattern of BEFORE_SECRET) {
    const match = pattern.exec(argument);
    if (match !== null) length = Math.min(length, match.index + match[0].length);
  }
  return length;
}

const SECRET_NAME = new RegExp(`^[\\w.-]*${NAME}s?$`, "isu");

/** Whether a part of a path says that the next one is a secret. */
export function namesSecret(name: string): boolean {
  return SECRET_NAME.test(name);
}

const SECRET_OPTION = new RegExp(`^--?[\\w.-]*${NAME}[\\w.-]*$`, "isu");
const VARIABLE_OPTION = /^(?:-e|--env|--build-arg|--set)$/u;

/** Options whose value is a secret only with some programs; the value follows or is attached. */
const PROGRAM_OPTIONS: readonly (readonly [program: RegExp, option: string])[] = [
  [/^(?:mysql|mariadb)/u, "-p"],
  [/^sshpass$/u, "-p"],
  [/^(?:curl|ftp)$/u, "-u"],
  [/^(?:curl|wget)$/u, "--user"],
  [/^curl$/u, "-U"],
  [/^curl$/u, "-b"],
  [/^redis-cli$/u, "-a"],
  [/^(?:docker|podman|skopeo|helm)$/u, "-p"],
  [/^(?:ldap\w+)$/u, "-w"],
  [/^openssl$/u, "-K"],
  [/^(?:zip|unzip|7z)$/u, "-P"],
];

/** The options of a program, by its path, whose value is a secret. */
export function secretOptions(program: string): string[] {
  const base = program.split("/").at(-1) ?? "";
  return PROGRAM_OPTIONS.filter(([name]) => name.test(base)).map(([, option]) => option);
}

/** `--no-password` says that there is none. */
const NEGATED = /^--?no-/isu;
const OPTION = new RegExp(`^${OPTION_WORD}$`, "u");

/**
 * Whether the whole of `argument` after `option` is a secret; `secrets` are the program's options.
 * After an option with a secret's name another option is none: `psql --password -c`.
 */
export function announcesSecret(
  option: string,
  argument: string,
  secrets: Iterable<string>,
): boolean {
  if (SECRET_OPTION.test(option)) return !NEGATED.test(option) && !OPTION.test(argument);
  for (const secret of secrets) if (secret === option) return true;
  return false;
}

/** Whether the argument after `option` is a variable, whose value is not kept. */
export function announcesVariable(option: string): boolean {
  return VARIABLE_OPTION.test(option);
}

/** The option that a secret is attached to, such as `-p` of `mysql -psecret`. */
export function attachedOption(argument: string, secrets: Iterable<string>): string | null {
  for (const option of secrets) {
    const start = option.startsWith("--") ? `${option}=` : option;
    if (argument.length > start.length && argument.startsWith(start)) return start;
  }
  return null;
}

/** The name of a variable given by an option, with what is before it and `=`; null: it is none. */
export function variableName(argument: string, isAnnounced: boolean): string | null {
  if (!isAnnounced && !/^(?:-e[A-Za-z_]|--env=)/u.test(argument)) return null;
  return /^(?:-e|--env=)?[A-Za-z_][A-Za-z0-9_]*=/u.exec(argument)?.[0] ?? null;
}
