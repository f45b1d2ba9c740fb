/**
 * An image with a health check, recorded while someone enters it: what the check does is the
 * image's behaviour and what the visitor does is not. Under its own profile it becomes healthy.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import type { Baseline } from "../../src/model/baseline/baseline.js";
import { cxray, startCxray } from "./harness/cxray.js";
import { docker, engineEnvironment, useEngine } from "./harness/engine.js";
import { live } from "./harness/live.js";
import { baselineOf, emit, ONLY_OURS } from "./harness/pipeline.js";
import { eventsOf } from "./harness/recorded.js";
import { temporaryFolder } from "./harness/temporary.js";

/** Programs that the service doesn't run. */
const CHECK = "head -c 4 /etc/group >/dev/null && mkdir -p /tmp/checked";
const VISIT = "mkdir -p /tmp/visited && wc -l /etc/shadow && ln -s a /tmp/link";
const SERVICE = "trap 'exit 0' TERM; while :; do sleep 0.2; done";

describe("an image with a health check", live, () => {
  useEngine();
  const folder = temporaryFolder();
  const db = join(folder, "cxray.db");
  let baseline: Baseline;

  /** Starts the service, and gives the container once its check has been judged. */
  const start = async (...options: string[]): Promise<[string, string]> => {
    const check = ["--health-cmd", CHECK, "--health-interval", "300ms", "--health-retries", "2"];
    const run = ["run", "-d", ...check, ...options, "cxray-test/debian", "bash", "-c", SERVICE];
    const container = await docker(...run);
    for (;;) {
      const state = await docker("inspect", "-f", "{{.State.Health.Status}}", container);
      if (state !== "starting") return [container, state];
    }
  };

  const end = async (container: string): Promise<void> => {
    await docker("kill", "--signal", "TERM", container);
    await docker("wait", container);
    await docker("rm", container);
  };

  before(async () => {
    const recorder = await startCxray(["record", "--db", db, ...ONLY_OURS], {
      env: engineEnvironment(),
    });
    const [container, state] = await start();
    assert.equal(state, "healthy");
    await docker("exec", container, "/bin/sh", "-c", VISIT);
    await end(container);
    const { status, stderr } = await recorder.stop();
    assert.equal(status, 0, stderr);
    baseline = await baselineOf(db);
  });

  it("has the check's events told apart from a visitor's", () => {
    const programsOf = (origin: string): string[] => [
      ...new Set(
        eventsOf(db, "exec")
          .filter(({ actor }) => actor.origin === origin)
          .map(({ behaviour }) => behaviour.argv[0] ?? ""),
      ),
    ];
    assert.deepEqual(programsOf("health-check").sort(), ["/bin/sh", "head", "mkdir"]);
    assert.deepEqual(programsOf("session").sort(), ["/bin/sh", "ln", "mkdir", "wc"]);
  });

  it("has what the check does in its baseline, marked, and nothing of the visitor's", () => {
    const whenOf = (path: string) =>
      baseline.executables.find((each) => each.path === path)?.when.join();
    assert.equal(whenOf("/usr/bin/head"), "health-check");
    assert.equal(whenOf("/usr/bin/mkdir"), "health-check");
    assert.equal(whenOf("/usr/bin/sleep"), "start-up");
    const text = JSON.stringify(baseline);
    for (const visited of ["/usr/bin/wc", "/etc/shadow", "/tmp/visited", "/tmp/link"]) {
      assert.ok(!text.includes(visited), visited);
    }
  });

  it("becomes healthy under its own seccomp profile, which refuses what the visitor did", async () => {
    const profile = join(folder, "seccomp.json");
    const emitted = await cxray(["emit", "--db", db, "-f", "seccomp", "-o", profile]);
    assert.equal(emitted.status, 0, emitted.stderr);
    const [container, state] = await start("--security-opt", `seccomp=${profile}`);
    assert.equal(state, "healthy");
    const link = docker("exec", container, "ln", "-s", "a", "/tmp/link");
    await assert.rejects(link, /Operation not permitted|Function not implemented/u);
    await end(container);
  });

  it("has rules that know the check's programs", async () => {
    const rules = await emit(db, "falco");
    assert.match(rules, /\/usr\/bin\/head/u);
    assert.doesNotMatch(rules, /\/usr\/bin\/wc/u);
  });
});

describe("a health check, and a visitor who did the same before", live, () => {
  useEngine();

  it("has what the check does in the baseline all the same", async () => {
    const db = join(temporaryFolder(), "cxray.db");
    const recorder = await startCxray(["record", "--db", db, ...ONLY_OURS], {
      env: engineEnvironment(),
    });
    const check = "[ -e /tmp/go ] && sync";
    const options = ["--health-cmd", check, "--health-interval", "300ms", "--health-retries", "1"];
    const run = ["run", "-d", ...options, "cxray-test/debian", "bash", "-c", SERVICE];
    const container = await docker(...run);
    // Both sessions begin with one program and as many bytes of arguments.
    const visit = "sync && touch /tmp/go".padEnd(check.length);
    await docker("exec", container, "/bin/sh", "-c", visit);
    const health = ["inspect", "-f", "{{.State.Health.Status}}", container];
    while ((await docker(...health)) !== "healthy");
    await docker("kill", "--signal", "TERM", container);
    await docker("wait", container);
    await docker("rm", container);
    const { status, stderr } = await recorder.stop();
    assert.equal(status, 0, stderr);
    const calls = Object.values((await baselineOf(db)).syscalls.workload).flat();
    assert.deepEqual(
      calls.filter(({ name }) => name === "sync").map(({ when }) => when.join()),
      ["health-check"],
    );
  });
});
