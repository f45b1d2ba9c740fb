import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { textFromBytes } from "../../src/model/text.js";
import { openStore } from "../../src/store/open.js";
import {
  ACTOR,
  BEHAVIOURS,
  container,
  open,
  RECORDING,
  START,
  temporaryFolder,
} from "./samples.js";

test("a recording comes back as it was written", (t) => {
  const file = join(temporaryFolder(t), "a.db");
  const store = openStore(file, "write");
  const writer = store.beginRecording(RECORDING);
  writer.begin();
  const row = writer.insertContainer({ ...container(), image: null, runtime: null });
  const kubernetes = {
    namespace: "shop",
    pod: "web-0",
    container: "nginx",
    owner: { kind: "StatefulSet", name: "web" },
  };
  const times = { joinedLate: true, servedAt: START + 7n, stoppedAt: START + 9n };
  const known = { ...times, kubernetes, owner: 4_294_967_294 };
  writer.updateContainer(row, { ...container(), ...known });
  writer.updateLosses([{ what: "open", count: 1 }]);
  writer.updateBlindSpots([{ code: "contents-not-seen", count: 1 }]);
  writer.updateBlindSpots([
    { code: "contents-not-seen", count: 2 },
    { code: "capabilities", count: null },
  ]);
  writer.commit();
  writer.finish(START + 10n, [
    { what: "open", count: 2 },
    { what: "connect", count: 0 },
    { what: "open", count: 7, containerId: "1".repeat(64) },
  ]);
  store.close();

  const again = openStore(file, "read");
  const losses = [
    { what: "connect", count: 0 },
    { what: "open", count: 2 },
    { what: "open", count: 7, containerId: "1".repeat(64) },
  ];
  const blindSpots = [
    { code: "capabilities", count: null },
    { code: "contents-not-seen", count: 2 },
  ];
  assert.deepEqual(again.recordings(), [
    { ...RECORDING, id: 1, endedAt: START + 10n, losses, blindSpots },
  ]);
  assert.deepEqual(again.containers(), [{ ...container(), recordingId: 1, ...known }]);
  again.close();
});

test("every kind of behaviour comes back with its actor, programs and time", (t) => {
  const store = openStore(join(temporaryFolder(t), "a.db"), "write");
  const writer = store.beginRecording(RECORDING);
  writer.begin();
  const shell = writer.insertProgram(null, "/bin/sh");
  const child = writer.insertProgram(shell, "/usr/bin/env");
  const actor = writer.insertActor(writer.insertContainer(container()), ACTOR, child);
  BEHAVIOURS.forEach((behaviour, index) => {
    writer.insertEvent(index, actor, writer.insertBehaviour(behaviour));
  });
  writer.commit();
  const programs = ["/usr/bin/env", "/bin/sh"];
  assert.deepEqual(
    [...store.events()],
    BEHAVIOURS.map((behaviour, index) => ({
      time: START + BigInt(index),
      containerId: "1".repeat(64),
      actor: { ...ACTOR, programs },
      behaviour,
    })),
  );
  store.close();
});

test("text from containers comes back byte for byte", (t) => {
  const store = openStore(join(temporaryFolder(t), "a.db"), "write");
  const writer = store.beginRecording(RECORDING);
  const bytes = fc.uint8Array({ minLength: 0, maxLength: 20 });
  const nasty = fc.constantFrom(
    "'); DROP TABLE events;--",
    '"',
    "\\udcff",
    "%s{}\n\u0000",
    "\ud83d\ude00",
  );
  const text = fc.oneof(bytes.map(textFromBytes), nasty);
  let time = 0;
  fc.assert(
    fc.property(text, text, text, text, (name, comm, path, asked) => {
      writer.begin();
      const row = writer.insertContainer({
        ...container(),
        name,
        runtime: { name, version: path },
      });
      const program = writer.insertProgram(null, path);
      const actor = writer.insertActor(row, { ...ACTOR, comm, user: name }, program);
      const behaviour = { ...open(path), asked };
      writer.insertEvent(++time, actor, writer.insertBehaviour(behaviour));
      writer.commit();
      const event = [...store.events()].at(-1);
      assert.deepEqual(event?.actor, { ...ACTOR, comm, user: name, programs: [path] });
      assert.deepEqual(event.behaviour, behaviour);
      const stored = store.containers().map((each) => [each.name, each.runtime?.version]);
      assert.ok(stored.some((texts) => isDeepStrictEqual(texts, [name, path])));
    }),
    { numRuns: 200 },
  );
  store.close();
});

test("numbers up to their largest values come back exactly", (t) => {
  const store = openStore(join(temporaryFolder(t), "a.db"), "write");
  const writer = store.beginRecording(RECORDING);
  writer.begin();
  const actor = { ...ACTOR, uid: 0xffff_fffe, pid: 4_194_304 };
  const row = writer.insertActor(writer.insertContainer(container()), actor, null);
  const century = 100 * 24 * 3600 * 1e9 + 1;
  for (const time of [-3, century]) {
    writer.insertEvent(time, row, writer.insertBehaviour(open("/a")));
  }
  writer.commit();
  assert.deepEqual(
    [...store.events()].map(({ time, actor: { uid, pid, programs } }) => [
      time,
      uid,
      pid,
      programs,
    ]),
    [-3, century].map((time) => [START + BigInt(time), 0xffff_fffe, 4_194_304, []]),
  );
  store.close();
});
