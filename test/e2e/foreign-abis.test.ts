/** 32-bit and x32 calls have other numbers: they are named by their own tables, not by x86-64's. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { packageFile } from "../../src/files/package-root.js";
import { syscallName } from "../../src/model/kernel/syscalls.js";
import { printedBy } from "./harness/command.js";
import { cxray } from "./harness/cxray.js";
import { engineEnvironment, useEngine } from "./harness/engine.js";
import { live } from "./harness/live.js";
import { ONLY_OURS } from "./harness/pipeline.js";
import { eventsOf } from "./harness/recorded.js";
import { temporaryFolder } from "./harness/temporary.js";

const onX86 = process.arch === "x64" ? live : { skip: "only x86-64 has these ABIs" };

describe("a program that makes calls of other ABIs", onX86, () => {
  useEngine();
  const folder = temporaryFolder();
  const db = join(folder, "cxray.db");

  before(async () => {
    const program = join(folder, "program");
    const source = packageFile("test/e2e/workloads/foreign-abis.c");
    await printedBy("gcc", ["-static", "-o", program, source]);
    // Docker's own profile would kill a program that uses the x32 ABI.
    const run = [
      "run",
      "--rm",
      "--security-opt",
      "seccomp=unconfined",
      "-v",
      `${program}:/program`,
    ];
    const command = ["docker", ...run, "cxray-test/busybox", "/program"];
    const env = engineEnvironment();
    const args = ["record", ...ONLY_OURS, "--db", db, "--", ...command];
    const { status, stderr } = await cxray(args, { env });
    assert.equal(status, 0, stderr);
  });

  it("has its 32-bit open recorded like any other", () => {
    const opened = eventsOf(db, "open").map(({ behaviour }) => behaviour.path);
    assert.ok(opened.includes("/etc/hostname"), opened.join(" "));
  });

  it("has each call recorded under its own ABI", () => {
    const used = eventsOf(db, "syscall").map(({ behaviour: { abi, nr } }) => {
      return `${abi} ${syscallName(abi, nr)}`;
    });
    assert.ok(used.includes("x86 open"), used.join(", "));
    assert.ok(used.includes("x32 getpid"), used.join(", "));
    assert.ok(!used.includes("x86_64 fstat"), "5 is fstat on x86-64, and was not called");
  });
});
