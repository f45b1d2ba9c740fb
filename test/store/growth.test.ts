import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { SizeLimitReached } from "../../src/model/recordings/failures.js";
import { openStore } from "../../src/store/open.js";
import type { RecordingWriter } from "../../src/store/recording-writer.js";
import { ACTOR, container, open, RECORDING, START, temporaryFolder } from "./samples.js";

/** One transaction of about a tenth of a megabyte. */
function write(writer: RecordingWriter, name: string): void {
  writer.begin();
  const actor = writer.insertActor(writer.insertContainer(container()), ACTOR, null);
  for (let at = 0; at < 100; at++) {
    const path = `/${name}/${String(at)}/${"x".repeat(1000)}`;
    writer.insertEvent(at, actor, writer.insertBehaviour(open(path)));
  }
  writer.commit();
}

const MOST = 1_000_000;
/** What waits to be written together. */
const SLACK = 400_000;

test("a recording ends where its database may grow no more, and keeps what it wrote until then", (t) => {
  const path = join(temporaryFolder(t), "a.db");
  const first = openStore(path, "write");
  const unlimited = first.beginRecording(RECORDING);
  for (let at = 0; at < 20; at++) write(unlimited, "unlimited");
  unlimited.finish(START, []);
  first.close();
  const before = statSync(path).size;
  assert.ok(before > 2 * MOST);

  const store = openStore(path, "write");
  const writer = store.beginRecording({ ...RECORDING, startedAt: START + 1n }, MOST);
  let written = 0;
  assert.throws(() => {
    for (; written < 20; written++) write(writer, `limited ${String(written)}`);
  }, SizeLimitReached);
  writer.abandon("size-limit", []);
  store.close();
  const grown = statSync(path).size - before;
  assert.ok(grown > MOST && grown <= MOST + SLACK, `${String(grown)} bytes`);

  const again = openStore(path, "read");
  const [, limited] = again.recordings();
  assert.deepEqual([limited?.endedAt, limited?.failure], [null, "size-limit"]);
  const count = [...again.events()].length - 2000;
  assert.ok(count >= written * 100 && count <= (written + 1) * 100, `${String(count)} events`);
  again.close();
});

test("one transaction of very many events is cut at the limit, and its beginning kept", (t) => {
  const path = join(temporaryFolder(t), "a.db");
  const store = openStore(path, "write");
  const writer = store.beginRecording(RECORDING, MOST);
  const before = statSync(path).size;
  writer.begin();
  const actor = writer.insertActor(writer.insertContainer(container()), ACTOR, null);
  let count = 0;
  assert.throws(() => {
    for (; count < 5000; count++) {
      const behaviour = writer.insertBehaviour(open(`/${String(count)}${"x".repeat(1000)}`));
      writer.insertEvent(count, actor, behaviour);
    }
  }, SizeLimitReached);
  writer.abandon("size-limit", []);
  assert.deepEqual(
    store.recordings().map(({ endedAt, failure }) => [endedAt, failure]),
    [[null, "size-limit"]],
  );
  assert.equal([...store.events()].length, count + 1, "the one at which it ended, too");
  assert.equal(store.containers().length, 1);
  store.close();
  assert.ok(statSync(path).size <= before + MOST + SLACK);
});
