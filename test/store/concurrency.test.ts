import assert from "node:assert/strict";
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { openStore } from "../../src/store/open.js";
import { asNobody } from "./as-nobody.js";
import { ACTOR, container, open, RECORDING, START, temporaryFolder } from "./samples.js";

const RECORDER = fileURLToPath(new URL("./recorder-to-kill.js", import.meta.url));

async function startRecorder(path: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [RECORDER, path], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  return child;
}

async function killedRecording(path: string): Promise<void> {
  const child = await startRecorder(path);
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}

test("a database and the files beside it are only for their owner, and it ends as one file", (t) => {
  const folder = temporaryFolder(t);
  const mask = process.umask(0);
  try {
    const store = openStore(join(folder, "a.db"), "write");
    const writer = store.beginRecording(RECORDING);
    const files = readdirSync(folder).sort();
    assert.deepEqual(files, ["a.db", "a.db-shm", "a.db-wal"]);
    for (const file of files) assert.equal(modeOf(join(folder, file)), "600", file);
    writer.finish(START, []);
    store.close();
    assert.deepEqual(readdirSync(folder), ["a.db"]);
  } finally {
    process.umask(mask);
  }
});

test("a running recording can be read from another process up to its last commit", async (t) => {
  const path = join(temporaryFolder(t), "a.db");
  const child = await startRecorder(path);
  try {
    const store = openStore(path, "read");
    assert.equal([...store.events()].length, 100);
    assert.equal(store.recordings()[0]?.endedAt, null);
    store.close();
  } finally {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
});

test("a recorder killed with SIGKILL leaves what it committed, marked as not finished", async (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, "a.db");
  await killedRecording(path);
  for (const mode of ["read", "update", "read"] as const) {
    const store = openStore(path, mode);
    assert.deepEqual(
      [...store.facts()].map(({ count }) => count),
      [100],
    );
    assert.deepEqual(
      store.recordings().map(({ endedAt }) => endedAt),
      [null],
    );
    store.close();
  }
  assert.deepEqual(readdirSync(folder), ["a.db"], "opening it to update it tidied up");
});

test("a killed recording can be read where nothing can be written, and no copy stays", async (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, "a.db");
  await killedRecording(path);
  execFileSync("rm", [`${path}-shm`]);
  for (const file of readdirSync(folder)) {
    if (process.getuid?.() === 0) chownSync(join(folder, file), 65534, 65534);
    chmodSync(join(folder, file), 0o400);
  }
  chmodSync(folder, 0o555);
  const before = process.env["TMPDIR"];
  const temporary = temporaryFolder(t);
  chmodSync(temporary, 0o777);
  process.env["TMPDIR"] = temporary;
  try {
    asNobody(() => {
      const store = openStore(path, "read");
      assert.deepEqual(readdirSync(temporary), []);
      assert.equal([...store.events()].length, 100);
      store.close();
    });
  } finally {
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
  }
  assert.deepEqual(readdirSync(folder).sort(), ["a.db", "a.db-wal"]);
});

test("two recordings that take turns keep their actors and behaviours apart", (t) => {
  const path = join(temporaryFolder(t), "a.db");
  const files = ["/a", "/b"];
  const recorders = files.map((file, index) => {
    const store = openStore(path, "write");
    const writer = store.beginRecording(RECORDING);
    const row = writer.insertContainer(container(String(index + 1)));
    return { file, store, writer, row };
  });
  for (let turn = 0; turn < 100; turn++) {
    for (const { file, writer, row } of recorders) {
      writer.begin();
      for (let pid = 1; pid <= 2; pid++) {
        const actor = writer.insertActor(row, { ...ACTOR, pid: 10 * turn + pid }, null);
        const behaviour = writer.insertBehaviour(open(`${file}/${String(turn)}`));
        writer.insertEvent(turn, actor, behaviour);
      }
      writer.commit();
    }
  }
  const reader = openStore(path, "read");
  const found = [...reader.events()].map(({ containerId, actor, behaviour }) =>
    [containerId[0], actor.pid, behaviour.kind === "open" ? behaviour.path : ""].join(" "),
  );
  const expected = files.flatMap((file, index) =>
    Array.from({ length: 200 }, (_, event) => {
      const turn = Math.floor(event / 2);
      return `${String(index + 1)} ${String(10 * turn + 1 + (event % 2))} ${file}/${String(turn)}`;
    }),
  );
  assert.deepEqual(found.sort(), expected.sort());
  reader.close();
  for (const { store, writer } of recorders) {
    writer.finish(START, []);
    store.close();
  }
});

test("what is inserted before a transaction begins is written by it", (t) => {
  const store = openStore(join(temporaryFolder(t), "a.db"), "write");
  const writer = store.beginRecording(RECORDING);
  const row = writer.insertContainer(container());
  const early = writer.insertActor(row, { ...ACTOR, pid: 1 }, null);
  writer.begin();
  const late = writer.insertActor(row, { ...ACTOR, pid: 2 }, null);
  const behaviour = writer.insertBehaviour(open("/a"));
  writer.insertEvent(1, early, behaviour);
  writer.insertEvent(2, late, behaviour);
  writer.commit();
  assert.deepEqual(
    [...store.events()].map(({ actor }) => actor.pid),
    [1, 2],
  );
  writer.finish(START, []);
  store.close();
});

test("a recording goes on while it is read, and a snapshot doesn't see it", (t) => {
  const path = join(temporaryFolder(t), "a.db");
  const store = openStore(path, "write");
  const writer = store.beginRecording(RECORDING);
  const actor = writer.insertActor(writer.insertContainer(container()), ACTOR, null);
  const behaviour = writer.insertBehaviour(open("/a"));
  const record = (): void => {
    writer.begin();
    writer.insertEvent(1, actor, behaviour);
    writer.commit();
  };
  record();
  const reader = openStore(path, "read");
  const seen = reader.snapshot(() => {
    const fingerprint = reader.fingerprint();
    record();
    return [fingerprint === reader.fingerprint(), [...reader.events()].length];
  });
  assert.deepEqual(seen, [true, 1]);
  assert.equal([...reader.events()].length, 2);
  writer.finish(START, []);
  store.close(); // while it is read: the -wal file has to stay
  assert.equal([...reader.events()].length, 2);
  reader.close();
  const later = openStore(path, "update");
  assert.equal([...later.events()].length, 2);
  later.close();
});

test("opening a database twice in one process doesn't drop SQLite's locks", (t) => {
  const path = join(temporaryFolder(t), "a.db");
  const store = openStore(path, "write");
  store.beginRecording(RECORDING);
  openStore(path, "read").close();
  const sqlite = createRequire(import.meta.url).resolve("better-sqlite3");
  const script = `
    const database = new (require(${JSON.stringify(sqlite)}))(process.argv[1], { timeout: 0 });
    try { console.log(database.pragma("journal_mode = DELETE", { simple: true })); }
    catch (error) { console.log(error.code); }`;
  const answer = execFileSync(process.execPath, ["-e", script, path], { encoding: "utf8" });
  assert.equal(answer.trim(), "SQLITE_BUSY");
  store.close();
});
