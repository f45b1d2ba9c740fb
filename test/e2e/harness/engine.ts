/**
 * The private container engine of the tests. The test runner starts one for all files and names
 * it in CXRAY_TEST_ENGINE; a file that is run by hand gets its own.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { packageFile } from "../../../src/files/package-root.js";
import { printedBy, runCommand, type CommandOptions, type Outcome } from "./command.js";
import { isLive } from "./live.js";

let host = process.env["CXRAY_TEST_ENGINE"];

/** Called once at the top of a test file: the engine is there before the first test runs. */
export function useEngine(): void {
  if (!isLive || host !== undefined) return;
  const parent = mkdtempSync(join(tmpdir(), "cxray-engine-"));
  const folder = join(parent, "engine");
  before(async () => {
    const line = await printedBy(packageFile("scripts/engine.sh"), ["start", folder]);
    host = line.replace("DOCKER_HOST=", "");
    await printedBy(packageFile("scripts/images.sh"), [], { env: engineEnvironment() });
  });
  after(async () => {
    await runCommand(packageFile("scripts/engine.sh"), ["stop", folder]);
    rmSync(parent, { recursive: true, force: true });
  });
}

/** An engine of a test's own, which may be ended and started again. */
export interface OwnEngine {
  readonly env: { readonly DOCKER_HOST: string };
  /** Ends dockerd by a signal and starts it again. */
  readonly restart: (signal: "KILL" | "TERM") => Promise<void>;
}

/** It has an image of the other engine's, and is gone when the test file ends. `options`: dockerd's. */
export async function startOwnEngine(image: string, ...options: string[]): Promise<OwnEngine> {
  const parent = mkdtempSync(join(tmpdir(), "cxray-engine-"));
  const [script, folder] = [packageFile("scripts/engine.sh"), join(parent, "engine")];
  after(async () => {
    await runCommand(script, ["stop", folder]);
    rmSync(parent, { recursive: true, force: true });
  });
  const line = await printedBy(script, ["start", folder, ...options]);
  const env = { DOCKER_HOST: line.replace("DOCKER_HOST=", "") };
  const copy = join(parent, "image.tar");
  await docker("save", "-o", copy, image);
  await printedBy("docker", ["load", "-i", copy], { env });
  return {
    env,
    restart: async (signal) => {
      await printedBy(script, ["restart", folder, signal]);
    },
  };
}

/** What a program needs in its environment to talk to the private engine. */
export function engineEnvironment(): { readonly DOCKER_HOST: string } {
  if (host === undefined) throw new Error("call useEngine() at the top of the test file");
  return { DOCKER_HOST: host };
}

/** Runs a docker command that has to succeed; gives what it printed. */
export async function docker(...args: string[]): Promise<string> {
  return await printedBy("docker", args, { env: engineEnvironment() });
}

/** Copies a static busybox, which runs in any root directory: the one of the tests' own image. */
export async function copyBusybox(to: string): Promise<void> {
  const container = await docker("create", "cxray-test/busybox");
  await docker("cp", `${container}:/bin/busybox`, to);
  await docker("rm", container);
}

/** Runs a docker command whose failure is the test's business. */
export async function dockerOutcome(
  args: string[],
  options: CommandOptions = {},
): Promise<Outcome> {
  return await runCommand("docker", args, {
    ...options,
    env: { ...options.env, ...engineEnvironment() },
  });
}
