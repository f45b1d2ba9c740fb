import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import Sqlite from "better-sqlite3";
import { CxrayError, type ErrorCode } from "../../src/model/errors.js";
import { APPLICATION_ID } from "../../src/store/migrations.js";
import { openStore, type StoreMode } from "../../src/store/open.js";
import { RECORDING, temporaryFolder } from "./samples.js";
import { asNobody } from "./as-nobody.js";

const MODES: readonly StoreMode[] = ["read", "update", "write"];

function refuses(path: string, mode: StoreMode, code: ErrorCode): CxrayError {
  try {
    openStore(path, mode).close();
  } catch (error) {
    assert.ok(error instanceof CxrayError, String(error));
    assert.equal(error.code, code, `${mode}: ${error.message}`);
    return error;
  }
  return assert.fail(`${path} was opened to ${mode}`);
}

/** Refused in every mode, with nothing in its folder changed. */
function refusesUntouched(path: string, code: ErrorCode, modes = MODES): void {
  const folder = join(path, "..");
  const look = (): unknown =>
    readdirSync(folder).map((name) => {
      const { mtimeNs, mode, size } = statSync(join(folder, name), { bigint: true });
      return [name, mtimeNs, mode, size];
    });
  const bytes = readFileSync(path);
  const before = look();
  for (const mode of modes) refuses(path, mode, code);
  assert.deepEqual(look(), before);
  assert.deepEqual(readFileSync(path), bytes);
}

test("a database that is missing is only created to be written", (t) => {
  const path = join(temporaryFolder(t), "a.db");
  refuses(path, "read", "no-database");
  refuses(path, "update", "no-database");
  openStore(path, "write").close();
  openStore(path, "read").close();
});

test("a file that isn't SQLite's is refused untouched", (t) => {
  const path = join(temporaryFolder(t), "a.db");
  writeFileSync(path, "my thesis\n".repeat(100));
  refusesUntouched(path, "not-a-database");
  writeFileSync(path, "short");
  refusesUntouched(path, "not-a-database");
});

test("someone else's SQLite database is refused untouched", (t) => {
  const path = join(temporaryFolder(t), "a.db");
  const other = new Sqlite(path);
  other.exec("PRAGMA journal_mode = WAL; CREATE TABLE t (a)");
  other.close();
  refusesUntouched(path, "not-a-database");
});

test("a database of a newer cxray is refused untouched", (t) => {
  const path = join(temporaryFolder(t), "a.db");
  const newer = new Sqlite(path);
  newer.pragma(`application_id = ${String(APPLICATION_ID)}`);
  newer.pragma("user_version = 99");
  newer.pragma("journal_mode = WAL");
  newer.close();
  refusesUntouched(path, "newer-database");
});

test("a database whose migrations were others is refused untouched", (t) => {
  const path = join(temporaryFolder(t), "a.db");
  openStore(path, "write").close();
  const database = new Sqlite(path);
  database.exec("UPDATE migrations SET checksum = 'other'");
  database.close();
  refusesUntouched(path, "unusable-database");
});

test("an empty file can be recorded into, but not read", (t) => {
  const path = join(temporaryFolder(t), "a.db");
  writeFileSync(path, "", { mode: 0o600 });
  refusesUntouched(path, "not-a-database", ["read", "update"]);
  openStore(path, "write").close();
  openStore(path, "read").close();
});

test("folders and fifos are refused, and nobody waits for the fifo", (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, "sub"));
  execFileSync("mkfifo", [join(folder, "fifo")]);
  for (const mode of MODES) {
    refuses(join(folder, "sub"), mode, "not-a-database");
    refuses(join(folder, "fifo"), mode, "not-a-database");
  }
});

test("a folder that doesn't exist is named", (t) => {
  const error = refuses(join(temporaryFolder(t), "none", "a.db"), "write", "unusable-database");
  assert.match(error.message, /none does not exist/);
});

test("a symbolic link is not followed, even to nothing", (t) => {
  const folder = temporaryFolder(t);
  symlinkSync(join(folder, "target"), join(folder, "dangling"));
  refuses(join(folder, "dangling"), "write", "unusable-database");
  assert.deepEqual(readdirSync(folder), ["dangling"]);
  openStore(join(folder, "real.db"), "write").close();
  symlinkSync(join(folder, "real.db"), join(folder, "link.db"));
  refuses(join(folder, "link.db"), "write", "unusable-database");
  refuses(join(folder, "link.db"), "update", "unusable-database");
  refuses(join(folder, "link.db"), "read", "unusable-database");
});

test("a name that better-sqlite3 would trim is refused", (t) => {
  const folder = temporaryFolder(t);
  refuses(join(folder, "a.db "), "write", "unusable-database");
  assert.deepEqual(readdirSync(folder), []);
});

test("a read-only folder and a read-only file are refused to a user who can't write there", (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, "a.db");
  openStore(path, "write").close();
  chmodSync(path, 0o444);
  chmodSync(folder, 0o555);
  asNobody(() => {
    refusesUntouched(path, "unusable-database", ["update", "write"]);
    openStore(path, "read").close();
    refuses(join(folder, "new.db"), "write", "unusable-database");
  });
  assert.deepEqual(readdirSync(folder), ["a.db"]);
});

test("a writable file in a read-only folder can't be recorded into", (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, "a.db");
  openStore(path, "write").close();
  chmodSync(path, 0o666);
  chmodSync(folder, 0o555);
  if (process.getuid?.() === 0) chownSync(path, 65534, 65534);
  const bytes = readFileSync(path);
  asNobody(() => {
    assert.throws(() => {
      const store = openStore(path, "write");
      try {
        store.beginRecording(RECORDING);
      } finally {
        store.close();
      }
    }, /^CxrayError/);
  });
  assert.deepEqual(readFileSync(path), bytes);
});

test("a file that others may read or write, or that is another's, is not recorded into", (t) => {
  const path = join(temporaryFolder(t), "a.db");
  for (const made of [
    () => writeFileSync(path, "", { mode: 0o600 }),
    () => openStore(path, "write").close(),
  ]) {
    made();
    for (const mode of [0o666, 0o644, 0o620]) {
      chmodSync(path, mode);
      const error = refuses(path, "write", "unusable-database");
      assert.match(String(error.advice), /chmod 600/);
    }
    chmodSync(path, 0o600);
    if (process.getuid?.() !== 0) continue;
    chownSync(path, 65534, 65534);
    refuses(path, "write", "unusable-database");
    process.env["SUDO_UID"] = "65534";
    openStore(path, "write").close();
    delete process.env["SUDO_UID"];
    chownSync(path, 0, 0);
  }
});

test("a planted -wal, -shm or -journal is not written to", (t) => {
  for (const suffix of ["-wal", "-shm", "-journal"]) {
    for (const before of [true, false]) {
      const path = join(temporaryFolder(t), "a.db");
      if (before) openStore(path, "write").close();
      writeFileSync(path + suffix, "");
      chmodSync(path + suffix, 0o666);
      refuses(path, "write", "unusable-database");
    }
  }
});

test("a folder where all may replace each other's files is refused, a sticky one is not", (t) => {
  const folder = temporaryFolder(t);
  chmodSync(folder, 0o777);
  refuses(join(folder, "a.db"), "write", "unusable-database");
  assert.deepEqual(readdirSync(folder), []);
  chmodSync(folder, 0o1777);
  openStore(join(folder, "a.db"), "write").close();
  chmodSync(folder, 0o777);
  refuses(join(folder, "a.db"), "update", "unusable-database");
  openStore(join(folder, "a.db"), "read").close();
});

test("a database with a view or trigger of someone's making is refused untouched", (t) => {
  for (const crafted of [
    "ALTER TABLE recordings RENAME TO r; CREATE VIEW recordings AS SELECT * FROM r",
    "CREATE TRIGGER t AFTER INSERT ON events BEGIN DELETE FROM losses; END",
    "ALTER TABLE migrations RENAME TO m; CREATE VIEW migrations AS SELECT * FROM m",
  ]) {
    const path = join(temporaryFolder(t), "a.db");
    openStore(path, "write").close();
    const database = new Sqlite(path);
    database.exec(crafted);
    database.close();
    refusesUntouched(path, "not-a-database");
  }
});

test("what ANALYZE leaves is no one's crafting", (t) => {
  const path = join(temporaryFolder(t), "a.db");
  openStore(path, "write").close();
  const database = new Sqlite(path);
  database.exec("ANALYZE");
  database.close();
  openStore(path, "read").close();
});

test("a damaged database is an error for the user, not a defect", (t) => {
  const path = join(temporaryFolder(t), "a.db");
  openStore(path, "write").close();
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.subarray(0, 4096));
  refuses(path, "read", "unusable-database");
});
