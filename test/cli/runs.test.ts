import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { openStore } from "../../src/store/index.js";
import { ACTOR, container, open, RECORDING, START, temporaryFolder } from "../store/samples.js";
import { runCxray } from "./run-cxray.js";

/** Two whole nights and one in between whose recording lost something. */
function database(t: TestContext): string {
  const file = join(temporaryFolder(t), "cxray.db");
  const store = openStore(file, "write");
  for (const [night, lost] of [0, 7, 0].entries()) {
    const startedAt = START + BigInt(night) * 86_400n * 10n ** 9n;
    const writer = store.beginRecording({ ...RECORDING, startedAt });
    writer.begin();
    const of = container(String(night + 1));
    const actor = writer.insertActor(writer.insertContainer({ ...of, startedAt }), ACTOR, null);
    const behaviours = [open("/etc/passwd"), open(`/etc/night-${String(night)}`)];
    for (const each of behaviours) writer.insertEvent(7, actor, writer.insertBehaviour(each));
    if (lost > 0) writer.updateLosses([{ what: "open", count: lost }]);
    writer.finish(startedAt + 100n, []);
  }
  store.close();
  return file;
}

test("merge unites files and databases, and what is in both counts once", (t) => {
  const file = database(t);
  const one = join(temporaryFolder(t), "one.json");
  const merged = (...args: string[]): string => {
    const { exit, stdout, stderr } = runCxray(["merge", ...args]);
    assert.equal(exit, 3, stderr); // no container of it was seen to execute a program
    return stdout;
  };
  const whole = merged(file);
  writeFileSync(one, whole);
  assert.equal(merged(one, file), whole);
  assert.equal(merged("--image", "alpine", file, one), whole);
  const unused = runCxray(["merge", "--image", "alpine", one]);
  assert.match(unused.stderr, /--image has no effect without a database/u);
  assert.equal(unused.exit, 2);
});

interface Listed {
  readonly id: string;
  readonly images: readonly string[];
  readonly complete: boolean;
  readonly reasons: readonly string[];
}

function listed(db: string, ...more: string[]): Listed[] {
  const { exit, stdout } = runCxray(["runs", "--db", db, "--json", ...more]);
  assert.equal(exit, 0);
  return JSON.parse(stdout) as Listed[];
}

test("runs are listed with what they count for, and why one is incomplete", (t) => {
  const db = database(t);
  assert.deepEqual(
    listed(db, "--image", "alpine").map(({ images, complete, reasons }) => [
      images,
      complete,
      reasons,
    ]),
    [
      [["alpine"], true, []],
      [["alpine"], false, ["7 events were lost while recording: open 7"]],
      [["alpine"], true, []],
    ],
  );
  const { stdout } = runCxray(["runs", "--db", db]);
  const [first = "", second = "", reason = ""] = stdout.split("\n");
  assert.match(
    first,
    /^[0-9a-f]{12}\t2023-11-14T22:13:20\.000Z\talpine\tsha256:a{12}\tname-1\tcomplete$/,
  );
  assert.match(second, /\tincomplete$/);
  assert.equal(reason, "  7 events were lost while recording: open 7");
  assert.equal(runCxray(["runs", "--db", db, "--image", "nginx"]).exit, 2);
});

test("a run that is forgotten is in no baseline, and the others stay as they were", (t) => {
  const db = database(t);
  const [, second] = listed(db);
  const files = (): string[] => {
    const { stdout } = runCxray(["profile", "--db", db, "--json"]);
    return (JSON.parse(stdout) as { filesRead: { path: string }[] }).filesRead.map(
      ({ path }) => path,
    );
  };
  const before = ["/etc/night-0", "/etc/night-1", "/etc/night-2", "/etc/passwd"];
  assert.deepEqual(files(), before);
  for (const unknown of [["nothing"], [second?.id ?? "", "ffffffffffff"], [""]]) {
    assert.equal(runCxray(["forget", "--db", db, ...unknown]).exit, 2);
    assert.deepEqual(files(), before, "nothing is taken out when one is not known");
  }
  const { exit, stderr } = runCxray(["forget", "--db", db, second?.id.slice(0, 6) ?? ""]);
  assert.deepEqual([exit, stderr.includes("1 run deleted from ")], [0, true]);
  assert.equal(listed(db).length, 2);
  assert.deepEqual(files(), ["/etc/night-0", "/etc/night-2", "/etc/passwd"]);
});
