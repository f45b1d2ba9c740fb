/** A command is repeated until little more is to be learnt of its image. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { cxray } from "./harness/cxray.js";
import { engineEnvironment, useEngine } from "./harness/engine.js";
import { live } from "./harness/live.js";
import { ONLY_OURS } from "./harness/pipeline.js";
import { temporaryFolder } from "./harness/temporary.js";

describe("record --until-stable", live, () => {
  useEngine();

  async function untilStable(percent: string, ...command: string[]) {
    const db = join(temporaryFolder(), "cxray.db");
    const options = ["record", "--db", db, ...ONLY_OURS, "--until-stable", percent];
    const run = ["docker", "run", "--rm", "cxray-test/busybox", ...command];
    const outcome = await cxray([...options, "--", ...run], { env: engineEnvironment() });
    return { db, ...outcome };
  }

  it("ends as soon as the bound is reached, each repetition a recording of its own", async () => {
    // two runs that are alike give a bound of 78 %: 1 - 0.05^(1/2)
    const { db, status, stderr } = await untilStable("80", "true");
    assert.equal(status, 0, stderr);
    assert.match(stderr, /repetition 1: cxray-test\/busybox: one run says nothing yet/u);
    assert.match(stderr, /repetition 2: cxray-test\/busybox: .* at most 78 % \(95 % confidence\)/u);
    assert.doesNotMatch(stderr, /repetition 3/u);
    const { stdout } = await cxray(["profile", "--db", db, "--json"]);
    const { runs, stability } = JSON.parse(stdout) as {
      runs: { recordings: number };
      stability: unknown;
    };
    assert.equal(runs.recordings, 2);
    assert.deepEqual(stability, { runs: 2, lastNew: 1, unique: 0, bound: 0.7764 });
  });

  it("ends with a command that fails, and with its status", async () => {
    const { status, stderr } = await untilStable("50", "false");
    assert.equal(status, 1, stderr);
    assert.doesNotMatch(stderr, /repetition/u);
  });
});
