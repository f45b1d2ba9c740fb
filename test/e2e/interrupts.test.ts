/** Ctrl-C while a command is recorded ends what it was meant to end. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { packageFile } from "../../src/files/package-root.js";
import { startCommand } from "./harness/command.js";
import { startCxray } from "./harness/cxray.js";
import { live } from "./harness/live.js";
import { temporaryFolder } from "./harness/temporary.js";

const MAIN = packageFile("dist/cli/main.js");

describe("Ctrl-C while a command is recorded", live, () => {
  const db = join(temporaryFolder(), "cxray.db");
  const record = ["record", "--engine", "none", "--container", "none", "--db", db, "--"];

  it("keeps the command from starting when the eBPF program is still being loaded", async () => {
    const started = startCommand(process.execPath, [MAIN, ...record, "echo", "it started"]);
    const maps = `/proc/${String(started.child.pid)}/maps`;
    // From here on it loads, and nothing else can run in it.
    while (!readFileSync(maps, "utf8").includes("libbpf.so")) await pause(1);
    started.child.kill("SIGINT");
    const { status, stdout, stderr } = await started.ended;
    assert.deepEqual([status, stdout], [130, ""], stderr);
    assert.match(stderr, /^cxray: recorded 0 containers/mu);
  });

  it("ends a command that ignores it, and the recording, when it comes again", async () => {
    const stubborn = ["sh", "-c", "trap '' INT; echo ready >&2; exec sleep 60"];
    const recorder = await startCxray([...record, ...stubborn], { ready: /ready/u });
    process.kill(recorder.pid, "SIGINT");
    await recorder.waitFor(
      /^cxray: waiting for the command to end; press Ctrl-C again to end it/mu,
    );
    const { status, stderr } = await recorder.stop("SIGINT");
    assert.equal(status, 130, stderr);
    assert.match(stderr, /^cxray: recorded 0 containers/mu);
  });
});
