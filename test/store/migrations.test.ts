import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import Sqlite from "better-sqlite3";
import { APPLICATION_ID, SCHEMA_VERSION } from "../../src/store/migrations.js";
import { openStore } from "../../src/store/open.js";
import { SCHEMA_1 } from "../../src/store/schema-1.js";
import { SCHEMA_2 } from "../../src/store/schema-2.js";
import { SCHEMA_3 } from "../../src/store/schema-3.js";
import { RECORDING, temporaryFolder } from "./samples.js";

/** A database as the given schemas made it, with one recording. */
function makeOld(path: string, schemas: readonly string[], more = ""): void {
  const database = new Sqlite(path);
  chmodSync(path, 0o600);
  database.pragma(`application_id = ${String(APPLICATION_ID)}`);
  database.exec(
    "CREATE TABLE migrations (version INTEGER PRIMARY KEY, checksum TEXT NOT NULL) STRICT",
  );
  const remember = database.prepare("INSERT INTO migrations VALUES (?, ?)");
  for (const [index, schema] of schemas.entries()) {
    database.exec(schema);
    remember.run(index + 1, createHash("sha256").update(schema).digest("hex"));
  }
  const { startedAt, architecture, kernel, cxrayVersion } = RECORDING;
  database
    .prepare(
      "INSERT INTO recordings (started_at, architecture, kernel, cxray_version) VALUES (?, ?, ?, ?)",
    )
    .run(startedAt, architecture, kernel, cxrayVersion);
  database.exec(more);
  database.pragma(`user_version = ${String(schemas.length)}`);
  database.close();
}

test("an earlier recording stays, and says that it knew fewer kinds of behaviour", (t) => {
  const path = join(temporaryFolder(t), "a.db");
  makeOld(path, [SCHEMA_1]);
  const store = openStore(path, "write");
  const later = store.beginRecording(RECORDING);
  later.begin();
  later.finish(RECORDING.startedAt + 1n, []);
  store.close();

  const again = openStore(path, "read");
  const spots = again.recordings().map(({ blindSpots }) => blindSpots);
  again.close();
  assert.equal(SCHEMA_VERSION, 4);
  assert.deepEqual(spots, [[{ code: "earlier-recording", count: null }], []]);
});

/** What cxray wrote of three connections, one of them from another port, and of a unix socket. */
const CONNECTIONS = `
INSERT INTO containers (recording, container_id, name, engine, joined_late, started_at)
VALUES (1, '${"c".repeat(64)}', 'web', 'docker', 0, 0);
INSERT INTO actors (container, pid, tid, ppid, uid, user, comm, phase, origin)
VALUES (1, 7, 7, 1, 0, 'root', 'curl', 'workload', 'main');
INSERT INTO behaviours (id, kind, detail) VALUES
  (1, 'connect', '{"family":"ipv4","transport":"tcp","local":{"address":"10.0.0.2","port":40000},"remote":{"address":"10.0.0.1","port":80},"ret":0}'),
  (2, 'connect', '{"family":"ipv4","transport":"tcp","local":{"address":"10.0.0.2","port":40002},"remote":{"address":"10.0.0.1","port":80},"ret":0}'),
  (3, 'connect-unix', '{"address":"@x\\udcff","path":null,"ret":0}'),
  (4, 'send', '{"family":"ipv4","transport":"udp","local":{"address":"10.0.0.2","port":53},"remote":{"address":"10.0.0.1","port":80},"ret":0}');
INSERT INTO events (time, actor, behaviour) VALUES (1, 1, 1), (2, 1, 2), (3, 1, 1), (4, 1, 3), (5, 1, 4);
`;

test("the ports of earlier connections become those of their events", (t) => {
  const path = join(temporaryFolder(t), "a.db");
  makeOld(path, [SCHEMA_1, SCHEMA_2, SCHEMA_3], CONNECTIONS);
  openStore(path, "write").close();
  const store = openStore(path, "read");
  const events = [...store.events()];
  store.close();
  assert.deepEqual(
    events.map(({ localPort }) => localPort),
    [40_000, 40_002, 40_000, undefined, undefined],
  );
  assert.ok(events.every(({ actor }) => !("containerPid" in actor)));
  const ends = { local: { address: "10.0.0.2" }, remote: { address: "10.0.0.1", port: 80 } };
  const connect = { kind: "connect", family: "ipv4", transport: "tcp", ...ends, ret: 0 };
  assert.deepEqual(
    events.map(({ behaviour }) => behaviour),
    [
      ...[connect, connect, connect],
      { kind: "connect-unix", address: "@x\udcff", path: null, ret: 0 },
      { ...connect, kind: "send", transport: "udp", local: { ...ends.local, port: 53 } },
    ],
  );
});
