import assert from "node:assert/strict";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import Sqlite from "better-sqlite3";
import { openStore } from "../../src/store/open.js";
import type { RecordingWriter } from "../../src/store/recording-writer.js";
import type { Store } from "../../src/store/store.js";
import { ACTOR, container, open, RECORDING, START, temporaryFolder } from "./samples.js";

function recording(t: TestContext): { store: Store; writer: RecordingWriter; file: string } {
  const file = join(temporaryFolder(t), "a.db");
  const store = openStore(file, "write");
  t.after(() => {
    store.close();
  });
  return { store, writer: store.beginRecording(RECORDING), file };
}

test("events come by time, then container, pid, tid and order of arrival", (t) => {
  const { store, writer } = recording(t);
  writer.begin();
  const two = writer.insertContainer(container("2"));
  const one = writer.insertContainer(container("1"));
  const actorOf = (row: number, pid: number, tid: number): number =>
    writer.insertActor(row, { ...ACTOR, pid, tid }, null);
  const [late, early] = [writer.insertBehaviour(open("/b")), writer.insertBehaviour(open("/a"))];
  writer.insertEvent(7, actorOf(two, 1, 1), early);
  const last = actorOf(one, 20, 1);
  writer.insertEvent(7, last, late);
  writer.insertEvent(7, last, early);
  writer.insertEvent(7, actorOf(one, 3, 9), early);
  writer.insertEvent(7, actorOf(one, 3, 2), early);
  writer.insertEvent(6, actorOf(two, 9, 9), early);
  writer.commit();
  const seen = [...store.events()].map(({ time, containerId, actor, behaviour }) =>
    [
      time - START,
      containerId[0],
      actor.pid,
      actor.tid,
      (behaviour as { path?: string }).path,
    ].join(" "),
  );
  assert.deepEqual(seen, [
    "6 2 9 9 /a",
    "7 1 3 2 /a",
    "7 1 3 9 /a",
    "7 1 20 1 /b",
    "7 1 20 1 /a",
    "7 2 1 1 /a",
  ]);
});

test("facts count what the same actor did again, over many statements and a leftover", (t) => {
  const { store, writer } = recording(t);
  writer.begin();
  const actor = writer.insertActor(writer.insertContainer(container()), ACTOR, null);
  const [a, b] = [writer.insertBehaviour(open("/a")), writer.insertBehaviour(open("/b"))];
  for (let time = 0; time < 1000; time += 1)
    writer.insertEvent(time, actor, time % 3 === 0 ? a : b);
  writer.commit();
  const facts = [...store.facts()].map(({ behaviour, count, first, last }) => [
    (behaviour as { path?: string }).path,
    count,
    first - START,
    last - START,
  ]);
  assert.deepEqual(facts, [
    ["/a", 334, 0n, 999n],
    ["/b", 666, 1n, 998n],
  ]);
  assert.equal([...store.events()].length, 1000);
});

test("facts and events can be restricted to images", (t) => {
  const { store, writer } = recording(t);
  writer.begin();
  for (const [digit, image] of [
    ["1", "a"],
    ["2", "b"],
  ] as const) {
    const actor = writer.insertActor(writer.insertContainer(container(digit, image)), ACTOR, null);
    writer.insertEvent(1, actor, writer.insertBehaviour(open(`/${image}`)));
  }
  writer.commit();
  const imageIds = [`sha256:${"b".repeat(64)}`];
  assert.deepEqual(
    [...store.facts({ imageIds })].map((fact) => fact.containerId[0]),
    ["2"],
  );
  assert.deepEqual(
    [...store.events({ imageIds })].map((event) => event.containerId[0]),
    ["2"],
  );
  assert.deepEqual([...store.facts({ imageIds: [] })], []);
});

test("recordings are sorted by their start", (t) => {
  const { store } = recording(t);
  store.beginRecording({ ...RECORDING, startedAt: START - 1n });
  assert.deepEqual(
    store.recordings().map(({ id }) => id),
    [2, 1],
  );
});

test("the fingerprint changes with events, containers and recordings, and with nothing else", (t) => {
  const { store, writer } = recording(t);
  const seen = new Set([store.fingerprint()]);
  const changes = (what: string): void => {
    const fingerprint = store.fingerprint();
    assert.ok(!seen.has(fingerprint), what);
    seen.add(fingerprint);
  };
  const row = writer.insertContainer({ ...container(), image: null });
  changes("a new container");
  writer.updateContainer(row, container());
  changes("an image that became known");
  const actor = writer.insertActor(row, ACTOR, null);
  writer.begin();
  writer.insertEvent(1, actor, writer.insertBehaviour(open("/a")));
  writer.commit();
  changes("an event");
  writer.updateLosses([{ what: "open", count: 1 }]);
  changes("a loss");
  writer.finish(START + 1n, []);
  changes("the end");
  store.writeBaselines("x", [{ name: "sha256:1", json: "{}" }]);
  assert.ok(seen.has(store.fingerprint()), "baselines don't count");
});

test("baselines are replaced as a whole and read by name", (t) => {
  const { store } = recording(t);
  assert.equal(store.readBaselines(), null);
  store.writeBaselines("first", [{ name: "sha256:1", json: "{}" }]);
  store.writeBaselines("second", [
    { name: "sha256:3", json: "3" },
    { name: "sha256:2", json: "2" },
  ]);
  assert.deepEqual(store.readBaselines(), { fingerprint: "second", documents: ["2", "3"] });
  const twice = [1, 2].map(() => ({ name: "sha256:4", json: "4" }));
  assert.throws(() => {
    store.writeBaselines("third", twice);
  });
  assert.equal(store.readBaselines()?.fingerprint, "second");
});

test("people can read the timeline with the sqlite3 shell", (t) => {
  const { store, writer, file } = recording(t);
  writer.begin();
  const row = writer.insertContainer(container());
  const actor = writer.insertActor(row, ACTOR, writer.insertProgram(null, "/bin/sh"));
  writer.insertEvent(5_000_000, actor, writer.insertBehaviour(open("/a")));
  writer.commit();
  store.close();
  const database = new Sqlite(file, { readonly: true });
  const [line] = database.prepare("SELECT *, detail ->> 'path' AS path FROM timeline").all();
  const { detail, ...rest } = line as Record<string, unknown>;
  assert.equal(typeof detail, "string");
  assert.deepEqual(rest, {
    time: "2023-11-14T22:13:20.005Z",
    container: "111111111111",
    name: "name-1",
    image: "alpine:3.19",
    phase: "workload",
    origin: "main",
    pid: 100,
    uid: 0,
    comm: "sh",
    program: "/bin/sh",
    kind: "open",
    local_port: null,
    path: "/a",
  });
  database.close();
});
