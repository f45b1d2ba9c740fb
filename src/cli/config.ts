/** cxray.yaml in the current folder: any option, so that it need not be typed. */
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { load } from "js-yaml";
import { CxrayError } from "../model/errors.js";
import { packageFile } from "../model/package-root.js";

export const CONFIG_FILE = "cxray.yaml";

/** The options a configuration may hold; schemas/config.schema.json describes them. */
export interface Config {
  readonly db?: string;
  readonly image?: string | readonly string[];
  readonly container?: string | readonly string[];
  readonly duration?: string;
  readonly log?: string;
  readonly engine?: string;
  readonly buffer?: number;
  readonly format?: string;
  readonly template?: string;
  readonly errno?: "ENOSYS" | "EPERM";
  readonly includeSessions?: boolean;
}

/** Reads and checks the configuration; none is an empty one. @throws CxrayError bad-config */
export function loadConfig(path: string = CONFIG_FILE): Config {
  const text = readIfThere(path);
  if (text === null) return {};
  const value = parse(path, text);
  const schema = JSON.parse(
    readFileSync(packageFile("schemas/config.schema.json"), "utf8"),
  ) as object;
  const ajv = new Ajv({ allErrors: true });
  if (ajv.validate<Config>(schema, value)) return value;
  const problems = (ajv.errors ?? []).map(({ instancePath, message, params }) => {
    const name = (params as { additionalProperty?: string }).additionalProperty;
    const option = name ?? instancePath.slice(1);
    return `  ${option === "" ? "the file" : option}: ${name === undefined ? (message ?? "") : "there is no such option"}`;
  });
  throw badConfig(path, "holds what cxray doesn't know", problems);
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return null;
    throw badConfig(path, `can't be read: ${message}`, []);
  }
}

/** A line that says nothing. Of a file without any other the parser would miss the document. */
const EMPTY = /^\s*(?:#.*)?$/u;

function parse(path: string, text: string): unknown {
  if (text.split("\n").every((line) => EMPTY.test(line))) return {};
  try {
    return load(text) ?? {};
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    throw badConfig(path, `is not YAML: ${reason}`, []);
  }
}

function badConfig(path: string, problem: string, details: readonly string[]): CxrayError {
  return new CxrayError("bad-config", `${path} ${problem}`, [
    ...details,
    "docs/configuration.md lists the options. Mend the file, or move it away.",
  ]);
}
