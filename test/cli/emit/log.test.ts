/** cxray emit -f log says whether the log is all there was. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import type { Container, Loss } from "../../../src/model/recordings/recording.js";
import { openStore } from "../../../src/store/open.js";
import { ACTOR, container, open, RECORDING, START, temporaryFolder } from "../../store/samples.js";
import { runCxray } from "../run-cxray.js";

interface Recorded {
  readonly containers?: readonly Omit<Container, "recordingId">[];
  readonly losses?: readonly Loss[];
  readonly finished?: boolean;
}

/** A database of recordings in which each container opened one file. */
function database(t: TestContext, ...recordings: readonly Recorded[]): string {
  const file = join(temporaryFolder(t), "cxray.db");
  const store = openStore(file, "write");
  for (const { containers = [container()], losses = [], finished = true } of recordings) {
    const writer = store.beginRecording(RECORDING);
    writer.begin();
    for (const each of containers) {
      const actor = writer.insertActor(writer.insertContainer(each), ACTOR, null);
      writer.insertEvent(7, actor, writer.insertBehaviour(open("/etc/passwd")));
    }
    if (finished) writer.finish(START + 100n, losses);
    else writer.commit();
  }
  store.close();
  return file;
}

/** Exit status, number of lines, and what was said. */
function emitted(
  db: string,
  ...more: string[]
): [exit: number | null, lines: number, said: string] {
  const { exit, stdout, stderr } = runCxray(["emit", "--db", db, "-f", "log", ...more]);
  return [exit, stdout.split("\n").length - 1, stderr];
}

test("a log that lacks nothing is done", (t) => {
  assert.deepEqual(emitted(database(t, {}, {})), [0, 2, ""]);
});

test("losses, a late start and an unfinished recording are told, and the exit status is 3", (t) => {
  const said = (message: string) => [3, 1, `cxray: warning: ${message}\n`];
  assert.deepEqual(
    emitted(database(t, { losses: [{ what: "open", count: 2 }] })),
    said(
      "2 events were lost while recording: open 2; " +
        "record again with a larger --buffer, or fewer containers at a time",
    ),
  );
  assert.deepEqual(
    emitted(database(t, { containers: [{ ...container(), joinedLate: true }] })),
    said(
      "1 container was running before recording began; its start is missing: " +
        "record again into another --db, and start the container after cxray",
    ),
  );
  assert.deepEqual(
    emitted(database(t, { finished: false })),
    said("1 recording is still running, or was killed"),
  );
});

test("of one image, only its containers and their recordings matter", (t) => {
  const late = { ...container("2", "b"), joinedLate: true };
  const db = database(
    t,
    { containers: [container("1", "a")] },
    { containers: [container("3", "a"), late] },
    { containers: [container("4", "b")], finished: false },
  );
  assert.deepEqual(emitted(db, "--image", "a".repeat(64)), [0, 2, ""]);
  const [exit, lines, said] = emitted(db, "--image", "b".repeat(64));
  assert.deepEqual([exit, lines], [3, 2]);
  assert.match(said, /1 container was running before.*\n.*1 recording is still running/);
  const [all, count] = emitted(db);
  assert.deepEqual([all, count], [3, 4]);
});

test("a container of no known image is told only where it may be the asked image's", (t) => {
  const unknown = { ...container("2"), image: null };
  const db = database(t, { containers: [container("1", "a")] }, { containers: [unknown] });
  assert.deepEqual(emitted(db, "--image", "a".repeat(64)), [0, 1, ""]);
  assert.match(emitted(db, "--image", "other")[2], /1 container is in no baseline[^]*no recording/);
});

test("a container of no known image is told, and counts where no image is asked for", (t) => {
  const unknown = { ...container("2"), image: null, joinedLate: true };
  const db = database(t, { containers: [container(), unknown] });
  assert.deepEqual(emitted(db, "--image", "alpine:3.19"), [
    0,
    1,
    "cxray: warning: 1 container is in no baseline: no engine knows its image\n",
  ]);
  assert.deepEqual(emitted(db).slice(0, 2), [3, 2]);
  const two = { ...unknown, id: "3".repeat(64) };
  const [, , said] = emitted(
    database(t, { containers: [container(), unknown, two] }),
    "--image",
    "alpine",
  );
  assert.match(said, /2 containers are in no baseline: no engine knows their image/);
});

test("only containers that are named are in it, and one that isn't there is no success", (t) => {
  const db = database(t, { containers: [container("1"), container("2")] }, { finished: false });
  assert.deepEqual(emitted(db, "--container", "name-2"), [0, 1, ""]);
  assert.deepEqual(emitted(db, "--container", "2".repeat(12)), [0, 1, ""]);
  assert.equal(emitted(db, "--container", "name-*")[1], 3);
  const none = emitted(db, "--container", "nobody");
  assert.deepEqual(none.slice(0, 2), [3, 0]);
  assert.match(none[2], /no recorded container matches --container nobody/);
});

test("only what came since a time is in it", (t) => {
  const db = database(t, {});
  assert.deepEqual(emitted(db, "--since", "2023-11-14T22:13:20Z"), [0, 1, ""]);
  assert.deepEqual(emitted(db, "--since", "2023-11-14T22:13:21Z"), [0, 0, ""]);
  assert.deepEqual(emitted(db, "--since", "1s"), [0, 0, ""]);
  assert.match(emitted(db, "--since", "soon")[2], /soon is not a time/);
});

test("only the events that are named are in it", (t) => {
  const db = database(t, {});
  assert.deepEqual(emitted(db, "--events", "execve,open"), [0, 1, ""]);
  assert.deepEqual(emitted(db, "--events", "execve", "--events", "cxray1"), [0, 1, ""]);
  assert.deepEqual(emitted(db, "--events", "sets"), [0, 0, ""]);
  assert.match(emitted(db, "--events", "opne")[2], /no event opne\n {2}Did you mean open\?/);
  for (const option of ["--events=all", "--container=a"]) {
    const { exit, stderr } = runCxray(["emit", "--db", db, "-f", "falco", option]);
    assert.equal(exit, 2);
    assert.match(stderr, /has no effect on the format falco\n {2}It is an option of -f log/);
  }
});
