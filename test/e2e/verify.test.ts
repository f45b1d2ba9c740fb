/** The loop closed: a workload is recorded, run under what was emitted for it, and judged. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { Outcome } from "./harness/command.js";
import { cxray } from "./harness/cxray.js";
import { engineEnvironment, useEngine } from "./harness/engine.js";
import { live } from "./harness/live.js";
import { recordCommand } from "./harness/pipeline.js";
import { temporaryFolder } from "./harness/temporary.js";

const IMAGE = "cxray-test/busybox";
const USUAL = [
  "docker",
  "run",
  "--rm",
  IMAGE,
  "sh",
  "-c",
  "date; echo a >/tmp/a; cat /tmp/a; exit 3",
];
const MORE = ["docker", "run", "--rm", IMAGE, "sh", "-c", "mkdir /tmp/new; ls -d /tmp/new"];

describe("cxray verify", live, () => {
  useEngine();
  const folder = temporaryFolder();
  const db = join(folder, "cxray.db");
  const learnt = join(folder, "learnt.json");
  const verify = (...args: string[]): Promise<Outcome> =>
    cxray(["verify", ...args], { env: engineEnvironment() });

  it("holds for the workload that was recorded", async () => {
    const recorded = await recordCommand(db, ...USUAL);
    assert.equal(recorded.status, 3, recorded.stderr);
    const { status, stdout, stderr } = await verify("--db", db, "--", ...USUAL);
    assert.equal(status, 0, stdout + stderr);
    assert.match(stdout, /under its seccomp profile: HELD/u);
    assert.match(stdout, /status +3 in both runs/u);
    assert.match(stdout, /tried on +docker, runc \S+, Linux \S+, \w+/u);
  });

  it("names what another workload is refused, and what the baseline lacks", async () => {
    const { status, stdout, stderr } = await verify("--db", db, "--learn", learnt, "--", ...MORE);
    assert.equal(status, 1, stdout + stderr);
    assert.match(stdout, /REFUSED/u);
    assert.match(stdout, /! system call mkdir: \w+\n +by \/bin\/busybox.*\n +not in the baseline/u);
    assert.match(stdout, / {4}- \/tmp\/new\n/u);
    assert.match(stderr, /learnt\.json is the baseline with \d+ new entries/u);
  });

  it("holds for that workload under the baseline that it proposed", async () => {
    const { status, stdout, stderr } = await verify("--baseline", learnt, "--", ...MORE);
    assert.equal(status, 0, stdout + stderr);
  });

  it("runs a container under the emitted settings, and names what they refuse", async () => {
    const held = await verify("--db", db, "-f", "container", "--", ...USUAL);
    assert.equal(held.status, 0, held.stdout + held.stderr);
    const program = ["sh", "-c", "echo a >/etc/a"];
    const { status, stdout } = await verify(
      ...["--db", db, "-f", "container", "--", "docker", "run", "--rm", IMAGE, ...program],
    );
    assert.equal(status, 1, stdout);
    assert.match(stdout, /! open to write \/etc\/a: EROFS\n +by \/bin\/busybox/u);
  });

  it("says that no engine answers, and runs nothing", async () => {
    const env = { ...engineEnvironment(), DOCKER_HOST: `unix://${folder}/none.sock` };
    const { status, stdout, stderr } = await cxray(["verify", "--db", db, "--", ...USUAL], { env });
    assert.deepEqual([status, stdout], [4, ""], stderr);
    assert.match(stderr, /no container engine answers at unix:.*none\.sock/u);
  });

  it("says what keeps it from judging", async () => {
    const { status, stdout, stderr } = await verify(
      ...["--baseline", learnt, "--learn", join(folder, "none.json")],
      ...["--", "docker", "run", "--rm", IMAGE, "no-such-program"],
    );
    assert.equal(status, 3, stdout + stderr);
    assert.match(stdout, /NOT JUDGED/u);
    assert.match(stdout, /the engine: .*no-such-program/u);
    assert.ok(!existsSync(join(folder, "none.json")));
  });
});
