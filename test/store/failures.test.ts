import assert from "node:assert/strict";
import { copyFileSync, existsSync, readdirSync, renameSync, rmSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import Sqlite from "better-sqlite3";
import { CxrayError } from "../../src/model/errors.js";
import { openStore } from "../../src/store/open.js";
import type { RecordingWriter } from "../../src/store/recording-writer.js";
import type { Store } from "../../src/store/store.js";
import { guard } from "../../src/store/sqlite-errors.js";
import { ACTOR, container, open, RECORDING, START, temporaryFolder } from "./samples.js";

interface Begun {
  readonly path: string;
  readonly store: Store;
  readonly writer: RecordingWriter;
}

/** A recording with one event committed, and another one in an open transaction. */
function begun(t: TestContext): Begun {
  const path = join(temporaryFolder(t), "a.db");
  const store = openStore(path, "write");
  const writer = store.beginRecording(RECORDING);
  writer.begin();
  const actor = writer.insertActor(writer.insertContainer(container()), ACTOR, null);
  writer.insertEvent(1, actor, writer.insertBehaviour(open("/kept")));
  writer.commit();
  writer.begin();
  writer.insertEvent(2, actor, writer.insertBehaviour(open("/undone")));
  return { path, store, writer };
}

const isLost =
  (what: RegExp) =>
  (error: unknown): boolean =>
    error instanceof CxrayError && error.code === "database-lost" && what.test(error.message);

test("a recording that is abandoned stays unfinished, with its reason and its losses", (t) => {
  const { path, store, writer } = begun(t);
  writer.abandon("log-unwritable", [{ what: "open", count: 3 }]);
  store.close();
  assert.deepEqual(readdirSync(join(path, "..")), ["a.db"], "no room is kept any longer");

  const again = openStore(path, "write");
  const [recording] = again.recordings();
  assert.deepEqual([recording?.endedAt, recording?.failure], [null, "log-unwritable"]);
  assert.deepEqual(recording?.losses, [{ what: "open", count: 3 }]);
  const kept = [...again.events()].map(({ behaviour }) => "path" in behaviour && behaviour.path);
  assert.deepEqual(kept, ["/kept"]);
  again.beginRecording({ ...RECORDING, startedAt: START + 1n }).finish(START + 2n, []);
  const ends = again.recordings().map(({ endedAt, failure }) => [endedAt, failure]);
  assert.deepEqual(ends, [
    [null, "log-unwritable"],
    [START + 2n, undefined],
  ]);
  again.close();
});

test("a reason that this cxray doesn't know is one all the same", (t) => {
  const { path, store, writer } = begun(t);
  writer.abandon("disk-full", []);
  store.close();
  const database = new Sqlite(path);
  database.exec("UPDATE recordings SET failure = 'constructor'");
  database.close();
  const again = openStore(path, "read");
  assert.equal(again.recordings()[0]?.failure, "defect");
  again.close();
});

test("a full disk has an error of its own", (t) => {
  const path = join(temporaryFolder(t), "full.db");
  const database = new Sqlite(path);
  database.exec("CREATE TABLE t (x); PRAGMA max_page_count = 2");
  const fill = (): unknown => database.prepare("INSERT INTO t VALUES (zeroblob(100000))").run();
  assert.throws(
    () => guard(path, fill),
    (error) => error instanceof CxrayError && error.code === "disk-full" && error.exit === 2,
  );
  database.close();
});

test("a database that was removed is missed, and so is its -wal file", (t) => {
  for (const suffix of ["", "-wal"]) {
    const { path, store, writer } = begun(t);
    writer.check();
    rmSync(path + suffix);
    const missed = isLost(new RegExp(`a\\.db${suffix} was removed while`, "u"));
    assert.throws(() => {
      writer.check();
    }, missed);
    assert.throws(() => {
      writer.finish(START, []);
    }, missed);
    writer.abandon("database-lost", []);
    store.close();
  }
});

test("a database in the place of ours is noticed, and left as it is", (t) => {
  const { path, store, writer } = begun(t);
  const other = begun(t);
  other.writer.commit();
  renameSync(path, `${path}.away`);
  for (const suffix of ["", "-wal", "-shm"]) copyFileSync(other.path + suffix, path + suffix);
  assert.throws(
    () => {
      writer.finish(START, []);
    },
    isLost(/a\.db was replaced while/u),
  );
  writer.abandon("database-lost", []);
  store.close();
  assert.ok(existsSync(`${path}-wal`), "the other's -wal file, which holds all of it");
  const found = openStore(path, "read");
  assert.equal([...found.events()].length, 2);
  found.close();
  other.writer.finish(START, []);
  other.store.close();
});

test("a database that was cut is noticed", (t) => {
  const { path, store, writer } = begun(t);
  writer.check();
  truncateSync(path);
  assert.throws(
    () => {
      writer.check();
    },
    isLost(/a\.db was cut while/u),
  );
  writer.abandon("database-lost", []);
  store.close();
});
