/** `npm install --ignore-scripts` leaves better-sqlite3 without its binary. */
import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { folderWith, runCxray, type Outcome } from "./run-cxray.js";

/** What better-sqlite3 uses to find its binary, made to fail as it does when there is none. */
function failingWith(t: TestContext, message: string, code = ""): Record<string, string> {
  const file = join(folderWith(t), "hide-binary.cjs");
  const error = `Object.assign(new Error(${JSON.stringify(message)}), { code: "${code}" })`;
  writeFileSync(
    file,
    `const Module = require("node:module");
     const load = Module._load;
     Module._load = function (request, ...rest) {
       if (request === "bindings") return () => { throw ${error}; };
       return load.call(this, request, ...rest);
     };`,
  );
  return { NODE_OPTIONS: `--require ${file}` };
}

const MISSING = "Could not locate the bindings file. Tried:\n → /a/build/better_sqlite3.node";

test("every command that needs the database says what to do, and makes nothing", (t) => {
  const folder = folderWith(t);
  const env = failingWith(t, MISSING);
  const outcomes = ["record", "aggregate", "profile", "emit -f falco"].map((command): Outcome => {
    return runCxray(command.split(" "), { folder, env });
  });
  for (const { exit, stdout, stderr } of outcomes) {
    assert.deepEqual([exit, stdout], [4, ""], stderr);
    assert.match(stderr, /error: the binary of better-sqlite3 is missing: .* not run\n/);
    assert.match(stderr, /^ +npm run install --prefix '\/.*\/node_modules\/better-sqlite3'$/m);
    assert.doesNotMatch(stderr, /defect|unexpected|Tried|^\s+at /m);
  }
  assert.deepEqual(readdirSync(folder), []);
});

test("doctor checks the database", (t) => {
  const missing = runCxray(["doctor", "--engine", "none"], { env: failingWith(t, MISSING) });
  assert.equal(missing.exit, 4);
  assert.match(missing.stdout, /^FAIL {2}database +no SQLite\n +the binary .* is missing/m);
  assert.match(missing.stdout, /^This machine can't record: /m);
  const fine = runCxray(["doctor", "--engine", "none"]);
  assert.match(fine.stdout, /^ok {4}database +SQLite 3\.\d+/m);
});

test("a binary for another Node is told as such", (t) => {
  const env = failingWith(
    t,
    "/b.node was compiled against\nanother version. Please try re-\ncompiling",
    "ERR_DLOPEN_FAILED",
  );
  const { exit, stderr } = runCxray(["aggregate"], { env, folder: folderWith(t) });
  assert.equal(exit, 4, stderr);
  assert.match(
    stderr,
    /better-sqlite3 doesn't fit Node v\d+.*: \/b\.node was compiled against another version\.\n/,
  );
});
