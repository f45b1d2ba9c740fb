/** The log as it happens, for other programs to read: nothing else is on standard output. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { join } from "node:path";
import { describe, it } from "node:test";
import { packageFile } from "../../src/files/package-root.js";
import { startCommand } from "./harness/command.js";
import { cxray, startCxray } from "./harness/cxray.js";
import { docker, engineEnvironment, useEngine } from "./harness/engine.js";
import { live } from "./harness/live.js";
import { emit, ONLY_OURS } from "./harness/pipeline.js";
import { parseLog } from "./harness/recorded.js";
import { temporaryFolder } from "./harness/temporary.js";

const BARE_CXRAY = [process.execPath, packageFile("dist/cli/main.js")];
const SPEAK = ["cxray-test/busybox", "sh", "-c", "echo out; echo err >&2; cat /etc/group"];
const RUN = ["docker", "run", "--rm", ...SPEAK];

describe("standard output", live, () => {
  useEngine();

  it("is JSON lines alone with --log -, also while a command speaks", async () => {
    const db = join(temporaryFolder(), "cxray.db");
    const { status, stdout, stderr } = await cxray(
      ["record", "--db", db, ...ONLY_OURS, "--log", "-", "--events", "all", "--", ...RUN],
      { env: engineEnvironment() },
    );
    assert.equal(status, 0, stderr);
    assert.match(stderr, /^out$/mu);
    const lines = parseLog(stdout);
    assert.ok(lines.length > 10);
    assert.deepEqual(sorted(lines), sorted(parseLog(await emit(db, "log", "--events", "all"))));
  });

  it("is JSON lines alone of the bare cxray, to its last line", async () => {
    const recorder = await startCxray([], {
      env: engineEnvironment(),
      cwd: temporaryFolder(),
    });
    await docker("run", "--rm", ...SPEAK);
    const { status, stdout, stderr } = await recorder.stop();
    assert.ok(status === 0 || stderr.includes("joined late"), stderr);
    assert.ok(stdout.endsWith("}\n"));
    const opened = parseLog(stdout).filter(({ data }) => data.event.data["fname"] === "/etc/group");
    assert.equal(opened.length, 1);
  });

  it("can be closed by a reader that has seen enough, which is no error", async () => {
    const pipeline = startCommand(
      "bash",
      [
        "-c",
        '"$@" | head -n 1; echo "status ${PIPESTATUS[0]}" >&2',
        "bash",
        ...BARE_CXRAY,
        ...ONLY_OURS,
      ],
      { env: engineEnvironment(), cwd: temporaryFolder() },
    );
    const { child, output } = pipeline;
    while (!output.stderr.includes("recording to")) await once(child.stderr, "data");
    const state = { isOver: false };
    const ended = pipeline.ended.finally(() => (state.isOver = true));
    // The reader leaves after the first line; cxray finds out when it writes the next ones.
    for (let turn = 0; turn < 20 && !state.isOver; turn++) await docker("run", "--rm", ...SPEAK);
    assert.ok(state.isOver, "cxray is still there");
    const { stdout, stderr } = await ended;
    assert.equal(parseLog(stdout).length, 1);
    assert.match(stderr, /^cxray: recording [^\n]*\ncxray: recorded [^\n]* 0 lost\nstatus 0\n$/u);
  });
});

function sorted(lines: readonly unknown[]): string[] {
  return lines.map((line) => JSON.stringify(line)).sort();
}
