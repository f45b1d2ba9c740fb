/** The pipeline as a user drives it: containers are recorded, and what was learnt is emitted. */
import assert from "node:assert/strict";
import type { Baseline } from "../../../src/model/baseline/baseline.js";
import type { Outcome } from "./command.js";
import { cxray } from "./cxray.js";
import { engineEnvironment } from "./engine.js";

/**
 * Keeps what runs in other engines on this machine, such as those of other test runs, out of a
 * recording: no engine that is asked knows their image.
 */
export const ONLY_OURS = ["--image", "cxray-test/*"] as const;

/** Records one container from its start to its end. The outcome is the container's own. */
export async function recordRun(db: string, ...dockerArgs: string[]): Promise<Outcome> {
  return await recordCommand(db, "docker", "run", "--rm", ...dockerArgs);
}

/** Records the containers of the tests while a command runs. */
export async function recordCommand(db: string, ...command: string[]): Promise<Outcome> {
  return await cxray(["record", "--db", db, ...ONLY_OURS, "--", ...command], {
    env: engineEnvironment(),
  });
}

/** Emits a file of a complete baseline, and gives its text. */
export async function emit(db: string, format: string, ...more: string[]): Promise<string> {
  const { status, stdout, stderr } = await cxray(["emit", "--db", db, "-f", format, ...more]);
  assert.equal(status, 0, stderr);
  return stdout;
}

/** The baseline document of one image, as `profile --json` prints it. */
export async function baselineOf(db: string, ...more: string[]): Promise<Baseline> {
  const args = ["profile", "--db", db, "--json", ...more];
  const { status, stdout, stderr } = await cxray(args);
  assert.ok(status === 0 || status === 3, stderr);
  return JSON.parse(stdout) as Baseline;
}
