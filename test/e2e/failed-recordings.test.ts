/** A recording that fails says so, and whatever is made of it says so later. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { cxray, startCxray } from "./harness/cxray.js";
import type { Outcome } from "./harness/command.js";
import { docker, engineEnvironment, useEngine } from "./harness/engine.js";
import { live } from "./harness/live.js";
import { baselineOf, ONLY_OURS, recordRun } from "./harness/pipeline.js";
import { smallDisk, temporaryFolder } from "./harness/temporary.js";

const NAMES = `
import os
for number in range(40000):
    try: os.open("/tmp/%d" % number, 0)
    except OSError: pass`;

/** Records a container that makes up names without end, so to speak. */
const recordFlood = async (...options: string[]): Promise<Outcome> =>
  await cxray(
    [
      ...["record", ...ONLY_OURS, ...options, "--"],
      ...["docker", "run", "--rm", "cxray-test/debian", "python3", "-c", NAMES],
    ],
    { env: engineEnvironment() },
  );

const IMAGE = ["--image", "cxray-test/debian"];

/** The baseline says that its recording is not whole, and why. */
const saysWhy = async (db: string, why: string): Promise<string> => {
  const message = `1 recording could not be completed: ${why}`;
  const { completeness } = await baselineOf(db, ...IMAGE);
  assert.deepEqual(completeness.reasons, [{ code: "recording-failed", count: 1, message }]);
  return message;
};

/** And so does everything else that is made of it. */
const allSayWhy = async (db: string, why: string): Promise<void> => {
  const message = await saysWhy(db, why);
  const folded = await cxray(["aggregate", "--db", db]);
  assert.equal(folded.status, 3, folded.stderr);
  assert.match(folded.stdout, /cxray-test\/debian.*\tpartial$/mu);
  const viewed = await cxray(["profile", "--db", db, ...IMAGE]);
  assert.equal(viewed.status, 3, viewed.stderr);
  assert.ok(viewed.stdout.includes(message), viewed.stdout);
  for (const format of ["falco", "seccomp", "log"]) {
    const { status, stdout, stderr } = await cxray(["emit", "--db", db, "-f", format, ...IMAGE]);
    assert.equal(status, 3, stderr);
    assert.ok(stderr.includes(message), stderr);
    if (format !== "log") assert.ok(stdout.includes(message), `${format} says why`);
  }
};

describe("a full disk", live, () => {
  useEngine();
  const small = smallDisk(1500);
  const folder = temporaryFolder();

  it("under the database leaves a recording that says so, even while it is full", async () => {
    const db = join(small, "full.db");
    const { status, stderr } = await recordFlood("--db", db);
    assert.equal(status, 125, stderr);
    assert.match(stderr, /full\.db: the disk is full$/mu);
    assert.doesNotMatch(stderr, / 0 lost/u);
    await allSayWhy(db, "the disk of the database was full");
  });

  it("is no longer in the way of a clean recording once there is room", async () => {
    const db = join(small, "full.db");
    execFileSync("mount", ["-o", "remount,size=64m", small]);
    const { status, stderr } = await recordRun(db, "cxray-test/busybox", "true");
    assert.equal(status, 0, stderr);
    const clean = await baselineOf(db, "--image", "cxray-test/busybox");
    assert.deepEqual([clean.completeness.state, clean.runs.count], ["complete", 1]);
    await saysWhy(db, "the disk of the database was full");
    for (const file of readdirSync(small)) rmSync(join(small, file));
    execFileSync("mount", ["-o", "remount,size=1500k", small]);
  });

  it("under the log leaves one too, whether the log is a file or stdout", async () => {
    const log = join(small, "log.json");
    const toFile = join(folder, "file.db");
    const filled = await recordFlood("--db", toFile, "--log", log);
    assert.equal(filled.status, 125, filled.stderr);
    assert.match(filled.stderr, /log\.json can't be written: the disk is full/u);
    await saysWhy(toFile, "the log could not be written");
    const toStdout = join(folder, "stdout.db");
    const script = `exec "$0" "$@" >${log}`;
    const node = [process.execPath, "dist/cli/main.js", "record", ...ONLY_OURS];
    const flood = ["docker", "run", "--rm", "cxray-test/debian", "python3", "-c", NAMES];
    assert.throws(
      () =>
        execFileSync(
          "sh",
          ["-c", script, ...node, "--db", toStdout, "--log", "-", "--", ...flood],
          {
            env: { ...process.env, ...engineEnvironment() },
            stdio: "pipe",
          },
        ),
      /stdout can't be written: the disk is full/u,
    );
    await saysWhy(toStdout, "the log could not be written");
  });
});

describe("a database that reaches --max-size", live, () => {
  useEngine();
  const db = join(temporaryFolder(), "limited.db");
  const REACHED = /the database reached --max-size and recording ended/u;

  it("ends the recording in order, and leaves the command alone", async () => {
    const { status, stderr } = await recordFlood("--db", db, "--max-size", "1M");
    assert.equal(status, 123, stderr); // the command succeeded, as it was not killed
    assert.match(stderr, REACHED);
    assert.match(stderr, /recording ended, the command continues$/mu);
    const { size } = statSync(db);
    assert.ok(size < 2 * 2 ** 20, `${String(size)} bytes`);
    await allSayWhy(db, "the database reached the limit of --max-size");
  });

  it("ends it without a command too, which others don't mind", async () => {
    const recorder = await startCxray(["record", ...ONLY_OURS, "--db", db, "--max-size", "1M"], {
      env: engineEnvironment(),
    });
    await docker("run", "--rm", "cxray-test/debian", "python3", "-c", NAMES);
    const { status, stderr } = await recorder.ended;
    assert.equal(status, 3, stderr);
    assert.match(stderr, REACHED);
    const clean = await recordRun(db, "cxray-test/busybox", "true");
    assert.equal(clean.status, 0, clean.stderr);
    const { completeness } = await baselineOf(db, "--image", "cxray-test/busybox");
    assert.equal(completeness.state, "complete");
  });
});

describe("profile -- COMMAND", live, () => {
  useEngine();

  it("records until --max-size, lets the command go on, and says what is missing", async () => {
    const options = ["--image", "cxray-test/debian", "--max-size", "1M"];
    const command = ["python3", "-c", `${NAMES}\nprint("to its end")`];
    const { status, stdout, stderr } = await cxray(["profile", ...options, "--", ...command], {
      env: engineEnvironment(),
    });
    assert.equal(status, 123, stderr);
    assert.match(stderr, /to its end/u);
    assert.match(stderr, /reached --max-size/u);
    assert.match(stdout, /the database reached the limit of --max-size/u);
  });
});

describe("a file that is taken away while it is recorded into", live, () => {
  useEngine();
  const take = async (options: string[], command: string): Promise<Outcome> =>
    await cxray(["record", ...ONLY_OURS, ...options, "--", "sh", "-c", command], {
      env: engineEnvironment(),
    });
  const RUN = "docker run --rm cxray-test/debian true";

  it("ends the recording with an error: the database", async () => {
    const folder = temporaryFolder();
    const db = join(folder, "gone.db");
    const removed = await take(["--db", db], `${RUN}; rm ${db}*`);
    assert.equal(removed.status, 125, removed.stderr);
    assert.match(removed.stderr, /gone\.db was removed while it was recorded into$/mu);
    assert.doesNotMatch(removed.stderr, / 0 lost/u);
    const replaced = await take(["--db", db], `${RUN}; mv ${db} ${db}.old; touch ${db}`);
    assert.equal(replaced.status, 125, replaced.stderr);
    assert.match(replaced.stderr, /gone\.db was replaced while it was recorded into$/mu);
  });

  it("ends it soon, not only at its end", async () => {
    const db = join(temporaryFolder(), "gone.db");
    // The command would go on for ever.
    const { status, stderr } = await take(["--db", db], `rm ${db}*; exec sleep infinity`);
    assert.equal(status, 125, stderr);
    assert.match(stderr, /gone\.db was removed/u);
  });

  it("ends it with an error that the recording keeps: the log", async () => {
    const folder = temporaryFolder();
    const [db, log] = [join(folder, "a.db"), join(folder, "log.json")];
    const { status, stderr } = await take(["--db", db, "--log", log], `${RUN}; rm ${log}`);
    assert.equal(status, 125, stderr);
    assert.match(stderr, /log\.json was removed while it was written$/mu);
    await saysWhy(db, "the log could not be written");
  });
});
