import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import Sqlite from "better-sqlite3";
import { aggregate } from "../../src/aggregate/aggregate.js";
import type { Behaviour } from "../../src/model/events/events.js";
import type { ImageAttribution } from "../../src/model/recordings/recording.js";
import { openStore } from "../../src/store/open.js";
import type { Store } from "../../src/store/store.js";
import { actor, at, container, exec, image, open, recording } from "./samples.js";

function databaseFile(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "cxray-test-"));
  t.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return join(folder, "a.db");
}

function record(
  store: Store,
  digit: string,
  of: ImageAttribution | null,
  behaviours: Behaviour[],
): void {
  const writer = store.beginRecording(recording());
  const { programs, ...rest } = actor();
  writer.begin();
  const program = writer.insertProgram(null, programs[0] ?? "");
  const row = writer.insertContainer(container({ id: digit.repeat(64), image: of }));
  const actorRow = writer.insertActor(row, rest, program);
  behaviours.forEach((behaviour, index) => {
    writer.insertEvent(index * 1_000_000, actorRow, writer.insertBehaviour(behaviour));
  });
  writer.commit();
  writer.finish(at(50), []);
}

const BEHAVIOURS = [exec("/bin/sh"), open("/etc/hosts"), open("/etc/\udcff'\n")];

test("what was recorded becomes baselines, which are kept until something is new", (t) => {
  const file = databaseFile(t);
  const store = openStore(file, "write");
  record(store, "1", image(), BEHAVIOURS);
  record(store, "2", null, BEHAVIOURS);
  const first = aggregate(store);
  assert.deepEqual(
    [first.folded, first.recordings, first.containers, first.unattributed, first.baselines.length],
    [true, 2, 2, 1, 1],
  );
  assert.deepEqual(
    first.baselines[0]?.filesRead.map(({ path }) => path),
    ["/etc/hosts", "/etc/\udcff'\n"],
  );
  assert.equal(first.baselines[0].completeness.state, "complete");
  store.close();

  const again = openStore(file, "update");
  assert.deepEqual(aggregate(again), { ...first, folded: false });
  assert.equal(aggregate(again, { includeSessions: true }).folded, true);
  assert.equal(aggregate(again).folded, true);
  const off = ["clock", "own-pid"];
  assert.equal(aggregate(again, { patterns: { off } }).folded, true);
  assert.equal(aggregate(again, { patterns: { off: off.toReversed() } }).folded, false);
  assert.equal(aggregate(again, { patterns: { off: ["clock"] } }).folded, true);
  assert.equal(aggregate(again).folded, true);
  record(again, "3", image(), [open("/new")]);
  const second = aggregate(again);
  assert.equal(second.folded, true);
  assert.equal(second.baselines[0]?.runs.count, 2);
  again.close();
});

test("a database that can't be written gives its baselines all the same", (t) => {
  const file = databaseFile(t);
  const store = openStore(file, "write");
  record(store, "1", image(), BEHAVIOURS);
  store.close();
  const reader = openStore(file, "read");
  assert.equal(aggregate(reader).baselines.length, 1);
  assert.equal(reader.readBaselines(), null);
  reader.close();
});

test("stored baselines that someone damaged are made anew", (t) => {
  const file = databaseFile(t);
  const store = openStore(file, "write");
  record(store, "1", image(), BEHAVIOURS);
  const { baselines } = aggregate(store);
  store.close();
  for (const damage of ["{}", "no JSON"]) {
    const database = new Sqlite(file);
    database.prepare("UPDATE baselines SET document = ?").run(damage);
    database.close();
    const again = openStore(file, "update");
    assert.deepEqual(aggregate(again).baselines, baselines);
    again.close();
  }
});

test("an empty database has no baselines", (t) => {
  const store = openStore(databaseFile(t), "write");
  assert.deepEqual(aggregate(store).baselines, []);
  assert.equal(aggregate(store).folded, false);
  store.close();
});
