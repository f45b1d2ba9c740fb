/** What is emitted depends on what was recorded, and on nothing else: not on order, time or chance. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { countRuns } from "../../src/model/baseline/run-set.js";
import { cxray, startCxray } from "./harness/cxray.js";
import { docker, engineEnvironment, useEngine } from "./harness/engine.js";
import { live } from "./harness/live.js";
import { baselineOf, emit, ONLY_OURS, recordRun } from "./harness/pipeline.js";
import { eventsOf, parseLog } from "./harness/recorded.js";
import { temporaryFolder } from "./harness/temporary.js";

const SHELL = [
  "cxray-test/debian",
  "bash",
  "-c",
  "cd /etc; sort passwd | uniq -c >/tmp/counted; cat hostname /proc/self/status >/dev/null; ls /usr | wc -l",
];
/** nginx returns to its caller once it listens, and takes its file away when it has ended. */
const WEB = [
  "cxray-test/debian",
  "bash",
  "-c",
  "nginx; curl -so /dev/null http://127.0.0.1/ http://127.0.0.1/missing; nginx -s quit; while [ -e /run/nginx.pid ]; do :; done",
];

describe("two recordings of an image", live, () => {
  useEngine();
  const folder = temporaryFolder();
  const shellFirst = join(folder, "shell-first.db");
  const webFirst = join(folder, "web-first.db");

  before(async () => {
    const order = [
      [shellFirst, SHELL],
      [webFirst, WEB],
      [webFirst, SHELL],
      [shellFirst, WEB],
    ] as const;
    for (const [db, run] of order) {
      const { status, stderr } = await recordRun(db, ...run);
      assert.equal(status, 0, stderr);
    }
  });

  for (const format of ["falco", "seccomp"]) {
    it(`give the same bytes of ${format} in either order`, async () => {
      const text = await emit(shellFirst, format);
      assert.match(text, format === "falco" ? /^# listened on by /mu : /in 2 recorded runs/u);
      assert.equal(await emit(webFirst, format), text);
    });
  }

  for (const format of ["falco", "seccomp", "log"]) {
    it(`give the same bytes of ${format} each time it is emitted`, async () => {
      const text = await emit(shellFirst, format);
      assert.ok(text.length > 1000);
      assert.equal(await emit(shellFirst, format), text);
    });
  }

  it("give the same baseline, read from the database or folded again", async () => {
    const folded = await baselineOf(shellFirst);
    // Baselines with sessions take the place of the stored ones, which are folded anew then.
    await baselineOf(shellFirst, "--include-sessions");
    assert.deepEqual(await baselineOf(shellFirst), folded);
    assert.equal(folded.completeness.state, "complete");
    assert.deepEqual([folded.runs.count, folded.runs.recordings], [2, 2]);
  });

  it("hold the same behaviour in either order, in each list of the baseline", async () => {
    const [one, other] = [await baselineOf(shellFirst), await baselineOf(webFirst)];
    for (const list of ["executables", "filesRead", "filesWritten", "destinations"] as const) {
      const [a, b] = [one[list], other[list]].map((entries) =>
        // The second run of one database is the first of the other. What happens about when the
        // server first answers comes before or after that by chance.
        entries.map(({ firstSeen: _first, lastSeen: _last, when: _when, runs, ...entry }) => ({
          ...entry,
          runs: countRuns(runs),
        })),
      );
      assert.deepEqual(a, b, list);
    }
  });
});

describe("a database that is being recorded into", live, () => {
  useEngine();
  const TURNS = 20;
  const LOOP = `for i in $(seq ${TURNS}); do cat /etc/passwd >/dev/null; done; echo done`;

  it("can be read at the same time, and nothing is lost by it", async () => {
    const db = join(temporaryFolder(), "cxray.db");
    const recorder = await startCxray(["record", "--db", db, ...ONLY_OURS], {
      env: engineEnvironment(),
    });
    const first = await docker("run", "-di", "cxray-test/busybox", "sh", "-c", `${LOOP}; cat`);
    const second = docker("run", "--rm", "cxray-test/busybox", "sh", "-c", LOOP);
    for (const format of ["falco", "seccomp", "log", "falco"]) {
      const { status, stdout, stderr } = await emitWhenKnown(db, format);
      assert.equal(status, 3, stderr);
      assert.match(stderr, /^cxray: warning: 1 recording is still running/mu);
      if (format === "falco") assert.match(stdout, /^#   - 1 recording is still running/mu);
      if (format === "log") assert.ok(parseLog(stdout).length > 0);
    }
    assert.equal(await second, "done");
    await docker("rm", "-f", first);
    const { status, stderr } = await recorder.stop();
    assert.equal(status, 0, stderr);
    const reads = eventsOf(db, "open").filter(({ behaviour }) => behaviour.path === "/etc/passwd");
    assert.equal(reads.length, 2 * TURNS);
    assert.equal((await baselineOf(db)).completeness.state, "complete");
  });
});

/** The first events take some milliseconds from the kernel to the database. */
async function emitWhenKnown(db: string, format: string) {
  for (let attempt = 1; ; attempt++) {
    const outcome = await cxray(["emit", "--db", db, "-f", format]);
    const isEarly = /no image was recorded yet|no system call/u.test(outcome.stderr);
    if (!isEarly || attempt > 20) return outcome;
  }
}
