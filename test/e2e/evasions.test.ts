/** What a program does is recorded as the kernel did it, whatever the program says of it. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { packageFile } from "../../src/package/package-root.js";
import { printedBy } from "./harness/command.js";
import { cxray } from "./harness/cxray.js";
import { engineEnvironment, useEngine } from "./harness/engine.js";
import { live } from "./harness/live.js";
import { ONLY_OURS } from "./harness/pipeline.js";
import { eventsOf } from "./harness/recorded.js";
import { temporaryFolder } from "./harness/temporary.js";

describe("a program that hides what it does", live, () => {
  useEngine();
  const folder = temporaryFolder();
  const db = join(folder, "cxray.db");

  before(async () => {
    const program = join(folder, "program");
    const source = packageFile("test/e2e/workloads/evasions.c");
    await printedBy("gcc", ["-static", "-pthread", "-o", program, source]);
    const command = ["docker", "run", "--rm", "-v", `${program}:/program`, "cxray-test/busybox"];
    const args = ["record", ...ONLY_OURS, "--db", db, "--", ...command, "/program"];
    const { status, stderr } = await cxray(args, { env: engineEnvironment() });
    assert.equal(status, 0, stderr); // the program's own checks: each thing really happened
  });

  const connects = () => eventsOf(db, "connect").map(({ behaviour }) => behaviour);

  it("can't hide a connection by taking the address away while it waits", () => {
    const hidden = connects().filter(({ local }) => local.port === 6001);
    assert.deepEqual(
      hidden.map(({ remote, ret }) => [remote.address, remote.port, ret]),
      [["127.0.0.1", 7001, 0]],
    );
  });

  it("can't hide a connection by opening it with its first data", () => {
    assert.equal(connects().filter(({ remote }) => remote.port === 7002).length, 1);
  });

  it("can't have an open recorded that its own filter answered", () => {
    const names = eventsOf(db, "open").map(({ behaviour }) => behaviour.asked);
    assert.ok(!names.includes("/etc/shadow-pretended"), names.join(" "));
  });
});
