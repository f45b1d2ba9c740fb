/** Reads cxray.yaml in the current directory, which can set any option. */
import { lstatSync } from "node:fs";
import type { Policy, PolicySections } from "../../policy/index.js";
import type { Configuration } from "../../model/configuration.js";
import { CxrayError, systemReason } from "../../model/errors.js";
import { readOwnFile } from "../../files/own-file.js";
import type { Mistake } from "./schema-mistakes.js";
import { packageFile } from "../../files/package-root.js";

/** The names that are looked for. */
const CONFIG_FILES = ["cxray.yaml", "cxray.yml"] as const;

/** The options of cxray.yaml, as the command line has them: a duration is a string. */
export interface Config extends Omit<Configuration, "duration" | keyof PolicySections> {
  readonly duration?: string;
  /** absent if the file has no policy */
  readonly policy?: Policy;
}

/** The configuration; if it is wrong, an empty one and the error, because not all commands need it. */
export async function tryConfig(
  named?: string,
): Promise<{ config: Config; problem: CxrayError | null }> {
  try {
    return { config: await loadConfig(named), problem: null };
  } catch (error) {
    if (!(error instanceof CxrayError)) throw error;
    return { config: {}, problem: error };
  }
}

/**
 * Reads and checks the configuration file that is named, or else that of the directory. Without a
 * file, the configuration is empty.
 *
 * @throws CxrayError bad-config
 */
export async function loadConfig(named?: string, folder = "."): Promise<Config> {
  const path = named ?? findConfig(folder);
  if (path === null) return {};
  const text = readConfig(path);
  // Load the parser only if there is a file, which is rare.
  const [{ parseConfig }, { mistakesIn, readSchema }, { policyIn, rowMistakes }, patternRows] =
    await Promise.all([
      import("./parse-yaml.js"),
      import("./schema-mistakes.js"),
      import("./policy-sections.js"),
      import("./pattern-rows.js"),
    ]);
  const parsed = parseConfig(text);
  if ("problem" in parsed) throw badConfig(`${path}, ${parsed.problem}`, []);
  const schema = readSchema();
  const value = inOptionsSpelling(path, parsed.value, Object.keys(schema.properties));
  const found = mistakesIn(value, schema);
  const config = value as Configuration;
  const inRows = async (): Promise<Mistake[]> => [
    ...rowMistakes(config),
    ...(await patternRows.patternRowMistakes(config.patterns)),
  ];
  const mistakes = (found.length > 0 ? found : await inRows()).map(({ pointer, message }) => {
    const line = lineOf(pointer, parsed.lines);
    return `${line === null ? "" : `line ${String(line)}: `}${message}`;
  });
  const [first, ...others] = mistakes;
  if (first === undefined) {
    const source = { file: path, lineOf: (at: string) => lineOf(at, parsed.lines) ?? 1 };
    return asUsed(config, policyIn(config, source));
  }
  if (others.length === 0) throw badConfig(`${path}, ${first}`, []);
  throw badConfig(
    `${path} has ${String(mistakes.length)} mistakes`,
    mistakes.map((each) => `  ${each}`),
  );
}

function findConfig(folder: string): string | null {
  const found = CONFIG_FILES.map((name) => (folder === "." ? name : `${folder}/${name}`)).filter(
    (path) => lstatSync(path, { throwIfNoEntry: false }) !== undefined,
  );
  const [first, second] = found;
  if (first !== undefined && second !== undefined) {
    throw badConfig(`there are both ${first} and ${second}`, ["Remove one of them."]);
  }
  return first ?? null;
}

function readConfig(path: string): string {
  const file = readOwnFile(path);
  if ("text" in file) return file.text;
  if ("error" in file) throw badConfig(`${path} can't be read: ${systemReason(file.error)}`, []);
  throw new CxrayError("bad-config", `${path} ${file.problem}`, [
    file.remedy,
    "Or run cxray in another directory.",
  ]);
}

/** Options may also be written in camelCase: includeSessions. */
function inOptionsSpelling(path: string, value: unknown, options: readonly string[]): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const known = new Map(options.map((option) => [camelCase(option), option]));
  const renamed = Object.entries(value).map(([key, of]) => [known.get(key) ?? key, of] as const);
  const names = renamed.map(([name]) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice === undefined) return Object.fromEntries(renamed);
  throw badConfig(`${path} has ${twice} in two spellings`, []);
}

/** A duration in seconds without a unit is a number in YAML. */
function asUsed(
  { duration, ignore: _ignore, never: _never, severity: _severity, ...others }: Configuration,
  policy: Policy | null,
): Config {
  return {
    ...others,
    ...(duration === undefined ? {} : { duration: String(duration) }),
    ...(policy === null ? {} : { policy }),
  };
}

/** The line of a value, or else of what contains it. Options may be spelt in two ways. */
function lineOf(pointer: string, lines: ReadonlyMap<string, number>): number | null {
  const [, option = "", ...parts] = pointer.split("/");
  for (let depth = parts.length; depth >= 0; depth -= 1) {
    const rest = parts.slice(0, depth).map((part) => `/${part}`);
    const found = [option, camelCase(option)].map((name) => lines.get(`/${name}${rest.join("")}`));
    const line = found.find((each) => each !== undefined);
    if (line !== undefined) return line;
  }
  return null;
}

function camelCase(option: string): string {
  return option.replace(/-(?<letter>[a-z])/gu, (_all, letter: string) => letter.toUpperCase());
}

function badConfig(message: string, details: readonly string[]): CxrayError {
  return new CxrayError("bad-config", message, [
    ...details,
    `${packageFile("docs/configuration.md")} lists the options. Fix the file, or move it away.`,
  ]);
}
