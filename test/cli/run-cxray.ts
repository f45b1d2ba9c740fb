/** cxray as a user runs it: a process of its own, in a folder of the test's. */
import { spawnSync, type StdioOptions } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "../store/samples.js";

export const MAIN = fileURLToPath(new URL("../../src/cli/main.js", import.meta.url));

export interface Outcome {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly folder?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdio?: StdioOptions;
}

export function runCxray(args: readonly string[], around: Surroundings = {}): Outcome {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [MAIN, ...args], {
    cwd: around.folder,
    env: { PATH: process.env["PATH"] ?? "", ...around.env },
    stdio: around.stdio ?? ["ignore", "pipe", "pipe"],
    encoding: "utf8",
    timeout: 60_000,
  });
  if (error !== undefined) throw error;
  return { exit: status, stdout, stderr };
}

/** A folder with a cxray.yaml, or an empty one. */
export function folderWith(test: TestContext, config?: string): string {
  const folder = temporaryFolder(test);
  if (config !== undefined) writeFileSync(join(folder, "cxray.yaml"), config);
  return folder;
}
