/** cxray.yaml in the current folder: any option, so that it need not be typed. */
import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { CxrayError, systemReason } from "../model/errors.js";
import { isOurUser } from "../package/our-user.js";
import { packageFile } from "../package/package-root.js";

export const CONFIG_FILE = "cxray.yaml";

/** The options a configuration may hold; schemas/config.schema.json describes them. */
export interface Config {
  readonly db?: string;
  readonly image?: string | readonly string[];
  readonly container?: string | readonly string[];
  readonly duration?: string;
  readonly log?: string;
  readonly events?: string | readonly string[];
  readonly engine?: string;
  readonly buffer?: number;
  readonly format?: string;
  readonly template?: string;
  readonly errno?: "ENOSYS" | "EPERM";
  readonly runtimes?: "all" | "recorded";
  readonly includeSessions?: boolean;
}

/** The configuration, or none and what is wrong with it: not every use of cxray needs it. */
export async function tryConfig(): Promise<{ config: Config; problem: CxrayError | null }> {
  try {
    return { config: await loadConfig(), problem: null };
  } catch (error) {
    if (!(error instanceof CxrayError)) throw error;
    return { config: {}, problem: error };
  }
}

/** Reads and checks the configuration; none is an empty one. @throws CxrayError bad-config */
export async function loadConfig(path: string = CONFIG_FILE): Promise<Config> {
  const text = readIfThere(path);
  if (text === null) return {};
  // Most uses have no such file: what reads it is loaded when there is one.
  const [{ Ajv }, { load }] = await Promise.all([import("ajv"), import("js-yaml")]);
  const value = parse(path, text, load);
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
  let fd: number | undefined;
  try {
    // A named pipe in the file's place must not hold cxray up.
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    if (process.geteuid?.() === 0) refuseStrangers(path, fd);
    return readFileSync(fd, "utf8");
  } catch (error) {
    if (error instanceof CxrayError) throw error;
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw badConfig(path, `can't be read: ${systemReason(error)}`, []);
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/** What root does may not be chosen by whoever can write to the current folder. */
function refuseStrangers(path: string, fd: number): void {
  const { uid, mode } = fstatSync(fd);
  if (!isOurUser(uid)) {
    throw untrusted(path, `belongs to user ${String(uid)}`, `chown root ${CONFIG_FILE}`);
  }
  if ((mode & OTHERS_MAY_WRITE) !== 0) {
    throw untrusted(path, "can be written by others", `chmod go-w ${CONFIG_FILE}`);
  }
}

/** by the group, or by everyone */
const OTHERS_MAY_WRITE = 0o022;

function untrusted(path: string, problem: string, remedy: string): CxrayError {
  return new CxrayError("bad-config", `${path} ${problem}, and cxray runs as root`, [
    `Read what it says, then: ${remedy}`,
    "Or run cxray in another folder.",
  ]);
}

/** A line that says nothing. Of a file without any other the parser would miss the document. */
const EMPTY = /^\s*(?:#.*)?$/u;

function parse(path: string, text: string, load: (text: string) => unknown): unknown {
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
