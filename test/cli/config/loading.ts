/** Configurations of the tests, and what is said of them. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { loadConfig, type Config } from "../../../src/cli/config/config.js";
import { CxrayError } from "../../../src/model/errors.js";
import { temporaryFolder } from "../../store/samples.js";

export function load(t: TestContext, text: string): Promise<Config> {
  const path = join(temporaryFolder(t), "cxray.yaml");
  writeFileSync(path, text);
  return loadConfig(path);
}

/** What is said of a file that is refused. */
export async function complaint(read: () => Promise<Config>): Promise<string> {
  try {
    await read();
  } catch (error) {
    assert.ok(error instanceof CxrayError, String(error));
    assert.equal(error.code, "bad-config");
    return [error.message, ...error.advice].join("\n");
  }
  return assert.fail("the file was accepted");
}
