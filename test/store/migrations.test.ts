import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import Sqlite from "better-sqlite3";
import { APPLICATION_ID, SCHEMA_VERSION } from "../../src/store/migrations.js";
import { openStore } from "../../src/store/open.js";
import { SCHEMA_1 } from "../../src/store/schema-1.js";
import { RECORDING, temporaryFolder } from "./samples.js";

/** A database as the first schema made it, with one recording. */
function makeVersion1(path: string): void {
  const database = new Sqlite(path);
  chmodSync(path, 0o600);
  database.pragma(`application_id = ${String(APPLICATION_ID)}`);
  database.exec(
    "CREATE TABLE migrations (version INTEGER PRIMARY KEY, checksum TEXT NOT NULL) STRICT",
  );
  database.exec(SCHEMA_1);
  const checksum = createHash("sha256").update(SCHEMA_1).digest("hex");
  database.prepare("INSERT INTO migrations VALUES (1, ?)").run(checksum);
  const { startedAt, architecture, kernel, cxrayVersion } = RECORDING;
  database
    .prepare(
      "INSERT INTO recordings (started_at, architecture, kernel, cxray_version) VALUES (?, ?, ?, ?)",
    )
    .run(startedAt, architecture, kernel, cxrayVersion);
  database.pragma("user_version = 1");
  database.close();
}

test("an earlier recording stays, and says that it knew fewer kinds of behaviour", (t) => {
  const path = join(temporaryFolder(t), "a.db");
  makeVersion1(path);
  const store = openStore(path, "write");
  const later = store.beginRecording(RECORDING);
  later.begin();
  later.finish(RECORDING.startedAt + 1n, []);
  store.close();

  const again = openStore(path, "read");
  const spots = again.recordings().map(({ blindSpots }) => blindSpots);
  again.close();
  assert.equal(SCHEMA_VERSION, 3);
  assert.deepEqual(spots, [[{ code: "earlier-recording", count: null }], []]);
});
