/** A check that can't compare says why, ends accordingly, and leaves files as they were. */
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openStore } from "../../../src/store/open.js";
import { ACTOR, container, open, RECORDING, START, temporaryFolder } from "../../store/samples.js";
import { runCxray, type Outcome } from "../run-cxray.js";
import { secondNight } from "./nights.js";

const BASELINE = ["--baseline", "app.json"];

test("a baseline that is missing is an error, in CI and out of it, unless it shall be made", (t) => {
  const { folder } = secondNight(t);
  for (const CI of ["", "true"]) {
    const run = (...args: string[]): Outcome => runCxray(args, { folder, env: { CI } });
    const name = `first${CI}.json`;
    const missing = run("check", "--baseline", name);
    assert.deepEqual([missing.exit, missing.stdout], [2, ""]);
    assert.match(missing.stderr, /there is no baseline first/u);
    assert.ok(!existsSync(join(folder, name)));
    const made = run("check", "--baseline", name, "--init");
    assert.equal(made.exit, 0);
    assert.match(
      made.stderr,
      CI === "" ? /commit it/u : /CREATED by this run, so NOTHING was compared/u,
    );
    assert.ok(existsSync(join(folder, name)));
    const again = readFileSync(join(folder, name), "utf8");
    assert.equal(run("check", "--baseline", name, "--init").exit, 0);
    assert.equal(readFileSync(join(folder, name), "utf8"), again);
  }
});

test("a baseline of another image is refused, and stays as it was", (t) => {
  const { run, committed, folder } = secondNight(t);
  const other = committed().replaceAll('"name": "alpine"', '"name": "redis"');
  writeFileSync(join(folder, "app.json"), other);
  for (const command of ["check", "accept"]) {
    const { exit, stderr } = run(command, ...BASELINE, "--image", "alpine");
    assert.equal(exit, 2);
    assert.match(stderr, /app\.json is a baseline of redis, but the recording is of alpine/u);
    assert.equal(run(command, ...BASELINE).exit, 2);
  }
  assert.equal(committed(), other);
});

test("of what is incomplete no first baseline is made, and no check is green", (t) => {
  const folder = temporaryFolder(t);
  const store = openStore(join(folder, "cxray.db"), "write");
  const writer = store.beginRecording(RECORDING);
  writer.begin();
  const actor = writer.insertActor(writer.insertContainer(container()), ACTOR, null);
  writer.insertEvent(7, actor, writer.insertBehaviour(open("/etc/hosts")));
  writer.finish(START + 100n, [{ what: "open", count: 5 }]);
  store.close();
  const run = (...args: string[]): Outcome => runCxray(args, { folder });
  const made = run("check", ...BASELINE, "--init");
  assert.equal(made.exit, 3);
  assert.match(made.stderr, /app\.json was not created, because the recording is incomplete/u);
  assert.ok(!existsSync(join(folder, "app.json")));
  writeFileSync(join(folder, "app.json"), run("profile", "--json").stdout);
  const before = readFileSync(join(folder, "app.json"), "utf8");
  assert.equal(run("check", ...BASELINE).exit, 3);
  assert.equal(run("accept", ...BASELINE, "--prune").exit, 2);
  assert.equal(readFileSync(join(folder, "app.json"), "utf8"), before);
});

test("a committed file that is damaged is told with its line, and stays as it was", (t) => {
  const { run, folder, committed } = secondNight(t);
  const whole = committed();
  for (const [text, message] of [
    ["", /app\.json, line 1, ends in the middle/u],
    [whole.slice(0, -20), /app\.json, line \d+, (?:ends in the middle|is not JSON)/u],
    [`<<<<<<< ours\n${whole}`, /app\.json, line 1, has the marks of a merge conflict/u],
    ["{}", /app\.json is not a baseline/u],
  ] as const) {
    writeFileSync(join(folder, "app.json"), text);
    for (const args of [["check"], ["accept"], ["accept", "--prune"], ["check", "--init"]]) {
      const { exit, stderr } = run(...args, ...BASELINE);
      assert.equal(exit, 2, stderr);
      assert.match(stderr, message);
      assert.equal(committed(), text);
    }
  }
});
