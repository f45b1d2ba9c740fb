/** What is missing from a recording is named wherever its results are used. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import type { Loss } from "../../src/model/recordings/recording.js";
import { packageFile } from "../../src/files/package-root.js";
import { openStore } from "../../src/store/open.js";
import { cxray, startCxray } from "./harness/cxray.js";
import { docker, engineEnvironment, useEngine } from "./harness/engine.js";
import { live } from "./harness/live.js";
import { baselineOf, ONLY_OURS, recordRun } from "./harness/pipeline.js";
import { eventsOf } from "./harness/recorded.js";
import { temporaryFolder } from "./harness/temporary.js";

const startRecorder = async (db: string, ...more: string[]) =>
  startCxray(["record", "--db", db, ...ONLY_OURS, ...more], { env: engineEnvironment() });

const reasonsOf = async (db: string) => {
  const { completeness } = await baselineOf(db);
  assert.equal(completeness.state, completeness.reasons.length === 0 ? "complete" : "partial");
  return completeness.reasons;
};

const lossesOf = (db: string): readonly Loss[] => {
  const store = openStore(db, "read");
  try {
    return store.recordings().flatMap(({ losses }) => losses);
  } finally {
    store.close();
  }
};

describe("a container that runs already when recording begins", live, () => {
  useEngine();
  const db = join(temporaryFolder(), "cxray.db");

  it("is recorded from then on, and marked as joined late", async () => {
    const script = "until [ -e /tmp/go ]; do usleep 10000; done; cat /etc/passwd";
    const container = await docker("run", "-d", "cxray-test/busybox", "sh", "-c", script);
    const recorder = await startRecorder(db);
    await docker("exec", container, "touch", "/tmp/go");
    assert.equal(await docker("wait", container), "0");
    await docker("rm", container);
    const { status, stderr } = await recorder.stop();
    assert.equal(status, 3, stderr);
    assert.match(
      stderr,
      /^cxray: warning: joined late, .*: 1 container \(\w+\); to record the start/mu,
    );
    const read = eventsOf(db, "open").filter(({ behaviour }) => behaviour.path === "/etc/passwd");
    assert.deepEqual(
      read.map(({ actor }) => [actor.comm, actor.origin, actor.programs[0]]),
      [["cat", "main", "/bin/busybox"]],
    );
  });

  it("makes its baseline partial for that reason", async () => {
    assert.deepEqual(await reasonsOf(db), [
      {
        code: "joined-late",
        count: 1,
        message: "1 container was running before recording began",
      },
    ]);
    const emitted = await cxray(["emit", "--db", db, "-f", "falco"]);
    assert.equal(emitted.status, 3, emitted.stderr);
    assert.match(emitted.stdout, /^# +- 1 container was running before recording began$/mu);
  });
});

describe("a recorder that is killed", live, () => {
  useEngine();
  const db = join(temporaryFolder(), "cxray.db");
  const isRead = (path: string) => (): boolean =>
    eventsOf(db, "open").some(({ behaviour }) => behaviour.path === path);

  it("leaves a database that can be read, with what was recorded until then", async () => {
    const recorder = await startRecorder(db);
    await docker("run", "--rm", "cxray-test/busybox", "cat", "/etc/passwd");
    const deadline = Date.now() + 10_000;
    while (!isRead("/etc/passwd")()) assert.ok(Date.now() < deadline, "nothing was stored");
    const { status, signal } = await recorder.stop("SIGKILL");
    assert.deepEqual([status, signal], [null, "SIGKILL"]);
    assert.ok(isRead("/etc/passwd")());
    assert.deepEqual(await reasonsOf(db), [
      {
        code: "recording-not-finished",
        count: 1,
        message: "1 recording is still running, or was killed",
      },
    ]);
  });

  it("leaves a database that can be recorded into again", async () => {
    const { status, stderr } = await recordRun(db, "cxray-test/busybox", "cat", "/etc/group");
    assert.equal(status, 0, stderr);
    assert.ok(isRead("/etc/passwd")() && isRead("/etc/group")());
    const { runs, completeness } = await baselineOf(db);
    assert.deepEqual([runs.count, runs.recordings], [2, 2]);
    // the newest recording decides; the run of the one that was killed is marked for ever
    assert.deepEqual(completeness, { state: "complete", reasons: [] });
    assert.deepEqual(
      runs.each.map(({ complete }) => complete),
      [false, true],
    );
  });
});

describe("a buffer that is too small", live, () => {
  useEngine();
  const db = join(temporaryFolder(), "cxray.db");
  /** Events of 8 KiB each, faster than they can be taken: a hundred of them fill the buffer. */
  const FLOOD = `
import os
os.chdir("/tmp")
for _ in range(15):
    os.mkdir("d" * 255)
    os.chdir("d" * 255)
path = os.getcwd() + "/file"
open(path, "w").close()
for _ in range(30000):
    os.close(os.open(path, os.O_RDONLY))`;

  it("ends the recording with status 3, and the losses by name", async () => {
    const recorder = await startRecorder(db, "--buffer", "1");
    await docker("run", "--rm", "cxray-test/debian", "python3", "-c", FLOOD);
    const { status, stderr } = await recorder.stop();
    assert.equal(status, 3, stderr);
    assert.match(stderr, /^cxray: warning: lost: [\d,]+ open$/mu);
    assert.doesNotMatch(stderr, / 0 lost$/mu);
  });

  it("counts every event: what was lost and what is stored are all there were", async () => {
    const [reason, ...others] = await reasonsOf(db);
    assert.deepEqual(others, []);
    assert.equal(reason?.code, "events-lost");
    const lost = Number(/\bopen (?<count>\d+)/u.exec(reason.message)?.groups?.["count"]);
    const stored = eventsOf(db, "open").filter(({ behaviour }) =>
      behaviour.asked.endsWith("/file"),
    );
    // Exactly so many, unless other containers on the machine lost events as well.
    assert.ok(lost + stored.length >= 30_001, `${lost} lost, ${stored.length} stored`);
    assert.ok(stored.length > 1000, "some are stored all the same");
  });

  it("is told by every emitted file", async () => {
    const falco = await cxray(["emit", "--db", db, "-f", "falco"]);
    assert.match(falco.stdout, /^# ==== PARTIAL BASELINE ====$/mu);
    assert.match(falco.stdout, /^# +- \d+ events were lost while recording: .*open \d+/mu);
    const seccomp = await cxray(["emit", "--db", db, "-f", "seccomp"]);
    assert.match(
      seccomp.stdout,
      /"comment": "PARTIAL BASELINE: .*\(\d+ events were lost .*open \d+/u,
    );
    const log = await cxray(["emit", "--db", db, "-f", "log"]);
    for (const { status, stderr } of [falco, seccomp, log]) {
      assert.equal(status, 3, stderr);
      assert.match(stderr, /events were lost while recording/u);
    }
  });
});

describe("a container that does more than can be taken", live, () => {
  useEngine();
  const db = join(temporaryFolder(), "cxray.db");
  /** Names of 4 kB, as fast as they come, until it is told to end. */
  const FLOOD = `
import os
base = "/" + "/".join(["d" * 250] * 15) + "/"
number = 0
while not os.path.exists("/tmp/enough"):
    for number in range(number, number + 500):
        try: os.open(base + str(number), 0)
        except OSError: pass`;
  const READ = "for i in $(seq 100); do cat /etc/passwd >/dev/null; done";

  it("loses events, and its neighbour of another image loses none", async () => {
    const recorder = await startRecorder(db, "--buffer", "8");
    const flood = await docker("run", "-d", "cxray-test/debian", "python3", "-c", FLOOD);
    // Until the buffer is full for the first time, the neighbour would prove nothing.
    while (lossesOf(db).length === 0) await docker("run", "--rm", "cxray-test/busybox", "true");
    await docker("run", "--rm", "cxray-test/busybox", "sh", "-c", READ);
    await docker("exec", flood, "touch", "/tmp/enough");
    await docker("wait", flood);
    await docker("rm", flood);
    const { status, stderr } = await recorder.stop();
    assert.equal(status, 3, stderr);
    assert.match(stderr, /only the container [\da-f]{12} lost events: the baselines of/u);
    assert.deepEqual([...new Set(lossesOf(db).map(({ containerId }) => containerId))], [flood]);
    const read = eventsOf(db, "open").filter(({ behaviour, actor }) => {
      return behaviour.path === "/etc/passwd" && actor.comm === "cat";
    });
    assert.equal(read.length, 100);
  });

  it("makes the baseline of its own image partial, and no other", async () => {
    const stateOf = async (image: string) => {
      const { completeness } = await baselineOf(db, "--image", image);
      return [completeness.state, ...completeness.reasons.map(({ code }) => code)];
    };
    assert.deepEqual(await stateOf("cxray-test/debian"), ["partial", "events-lost"]);
    assert.deepEqual(await stateOf("cxray-test/busybox"), ["complete"]);
  });
});

describe("a container that begins more connections than are followed", live, () => {
  useEngine();
  const db = join(temporaryFolder(), "cxray.db");
  const COUNT = 17_000;
  const OTHER = String.raw`
nc -l 127.0.0.1 8080 </dev/null & until grep -q :1F90 /proc/net/tcp; do :; done
exec 3<>/dev/tcp/127.0.0.1/8080; exec 3>&-; wait`;
  let many = "";
  let other = "";

  before(async () => {
    const recorder = await startRecorder(db);
    const script = packageFile("test/e2e/workloads/connects-many.py");
    const run = ["run", "--detach", "--network", "none"];
    many = await docker(
      ...[...run, "--ulimit", "nofile=20000:20000", "-v", `${script}:/many.py:ro`],
      ...["cxray-test/debian", "python3", "/many.py", String(COUNT)],
    );
    try {
      while ((await docker("logs", many)) !== "begun") {
        assert.equal(await docker("inspect", "-f", "{{.State.Running}}", many), "true");
      }
      other = await docker(...run, "cxray-test/debian", "bash", "-c", OTHER);
      await docker("wait", other);
    } finally {
      const { status, stderr } = await recorder.stop();
      await docker("rm", "--force", many, other);
      assert.equal(status, 3, stderr);
    }
  });

  const connectsOf = (container: string) =>
    eventsOf(db, "connect").filter(({ containerId }) => containerId === container);

  it("is told of each of them once", () => {
    const ports = connectsOf(many).map(({ localPort }) => localPort);
    assert.equal(ports.length, COUNT);
    // One that is told at once has no port yet.
    const known = ports.filter((port) => port !== 0);
    assert.ok(known.length < COUNT, "some were not followed");
    assert.equal(new Set(known).size, known.length);
  });

  it("takes no result from the connections of another", () => {
    const results = connectsOf(other).map(({ behaviour }) => behaviour.ret);
    assert.deepEqual(results, [0]);
  });

  it("is the one that lost results, and the recording says so", () => {
    const losses = lossesOf(db);
    assert.deepEqual(
      losses.map(({ what, containerId }) => [what, containerId]),
      [["untracked-connection", many]],
    );
  });
});
