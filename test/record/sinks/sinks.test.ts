import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import type { Event } from "../../../src/model/events/events.js";
import type { TrackedContainer } from "../../../src/record/containers/tracker.js";
import { LogSink } from "../../../src/record/sinks/log-sink.js";
import { ProgramTree } from "../../../src/record/program-tree.js";
import type { SeenActor, SeenBehaviour } from "../../../src/record/sinks/sink.js";
import { StoreSink } from "../../../src/record/sinks/store-sink.js";
import { openStore } from "../../../src/store/open.js";
import { ACTOR, container, open, RECORDING, START, temporaryFolder } from "../../store/samples.js";
import { trackedContainer } from "../tracked-container.js";

function tracked(): TrackedContainer {
  return trackedContainer({ joinedLate: true, startedAt: 5 });
}

function seen(inside: TrackedContainer, ...programs: string[]): SeenActor {
  const tree = new ProgramTree();
  programs.toReversed().forEach((path, index) => tree.add(index + 1, index, path));
  return {
    actor: { ...ACTOR, programs },
    container: inside,
    program: tree.find(programs.length),
    storeId: null,
  };
}

test("events are stored with their container, which is completed as more becomes known", (t) => {
  const file = join(temporaryFolder(t), "a.db");
  const store = openStore(file, "write");
  const writer = store.beginRecording(RECORDING);
  const sink = new StoreSink(writer, START);
  const web = tracked();
  const actor = seen(web, "/bin/cat", "/bin/sh");
  const read: SeenBehaviour = {
    behaviour: open("/etc/passwd"),
    size: 100,
    passed: false,
    storeId: null,
  };
  writer.begin();
  sink.take(7, actor, read);
  sink.take(9, actor, read);
  writer.commit();
  const { name, runtime, image, kubernetes } = container();
  assert.ok(image !== null);
  web.description = { name, engine: "docker", runtime, image, kubernetes };
  web.stoppedAt = 20;
  sink.noteContainer(web);
  writer.finish(START + 30n, []);
  store.close();

  const again = openStore(file, "read");
  t.after(() => {
    again.close();
  });
  assert.deepEqual(again.containers(), [
    {
      ...container(),
      recordingId: 1,
      joinedLate: true,
      startedAt: START + 5n,
      stoppedAt: START + 20n,
    },
  ]);
  const events = [...again.events()];
  assert.deepEqual(
    events.map(({ time }) => time),
    [START + 7n, START + 9n],
  );
  for (const event of events) {
    assert.deepEqual(event.actor, actor.actor);
    assert.deepEqual(event.behaviour, open("/etc/passwd"));
    assert.equal(event.containerId, web.id);
  }
});

test("a container that did nothing is stored all the same", (t) => {
  const store = openStore(join(temporaryFolder(t), "a.db"), "write");
  const writer = store.beginRecording(RECORDING);
  new StoreSink(writer, START).noteContainer(tracked());
  writer.finish(START, []);
  assert.deepEqual(
    store.containers().map(({ id, image, engine }) => [id, image, engine]),
    [["1".repeat(64), null, "docker"]],
  );
  store.close();
});

test("what turned out to be no container is stored no longer, unless it did something", (t) => {
  const store = openStore(join(temporaryFolder(t), "a.db"), "write");
  const writer = store.beginRecording(RECORDING);
  const sink = new StoreSink(writer, START);
  const pod = tracked();
  const acted = { ...tracked(), id: "2".repeat(64) };
  for (const each of [pod, acted]) sink.noteContainer(each);
  sink.take(7, seen(acted), { behaviour: open("/x"), size: 100, passed: false, storeId: null });
  for (const each of [pod, acted]) {
    each.decision = "unwanted";
    sink.noteContainer(each);
  }
  writer.finish(START, []);
  assert.deepEqual(
    store.containers().map(({ id }) => id),
    [acted.id],
  );
  store.close();
});

test("the log gets each event with its time and its container's id", () => {
  const events: Event[] = [];
  const sink = new LogSink(START, (event) => events.push(event));
  const actor = seen(tracked(), "/bin/sh");
  sink.take(3, actor, { behaviour: open("/x"), size: 100, passed: false, storeId: null });
  assert.deepEqual(events, [
    { time: START + 3n, containerId: "1".repeat(64), actor: actor.actor, behaviour: open("/x") },
  ]);
});
